import { createHmac } from 'node:crypto'
import { describe, expect, test } from '@jest/globals'
import { appkeySignature } from '../../../src/dialects/engine/signatures/appkey-md5.ts'
import type { Signed } from '../../../src/dialects/engine/signatures/convention.ts'
import { huidaoSignature } from '../../../src/dialects/engine/signatures/huidao.ts'
import { platformSignature } from '../../../src/dialects/engine/signatures/shared-platform.ts'
import { conventions } from '../../../src/dialects/engine/signatures/sign.ts'
import { bgSignature } from '../../../src/dialects/engine/signatures/x-bg.ts'
import { tifSignature } from '../../../src/dialects/engine/signatures/x-tif.ts'

const signed: Signed = {
  method: 'POST',
  path: '/restapi/prod/IC33000000000000000001/query',
  query: '',
  at: 1_700_000_000_000,
  random: '3f2a1c00112233445566778899aabbcc',
}

describe('test vectors of the conventions', () => {
  test('x-tif', () => {
    expect(tifSignature('1700000000', 'TEST-TOKEN-0001', '18bcfe56800-3f2a1c')).toBe(
      '9736bff267b70103ad1adb44fbce2de498bfd8313c6b18f68053b3e35fabaea0',
    )
  })

  test('gjzwfwpt and gjgxjhpt', () => {
    const rid = '00000000-0000-4000-8000-000000000001'
    expect(platformSignature('s_3100000000000_0001', rid, '1700000000000', 'TEST-SECRET-0001')).toBe(
      'd1CMGXpypecnxYnSHB2RJPVEHV0qRmAWweqWp/UC7r4=',
    )
  })

  test('x-bg', () => {
    expect(bgSignature(signed, 'TEST_AK', 'Tue, 14 Nov 2023 22:13:20 GMT', 'TEST_SK')).toBe(
      'TQzp/ljimzuFfWyRlBceEO2QhpSk40oQE0Q38Gwi6d4=',
    )
  })

  test('huidao, whose 32 characters are a key of AES-256', () => {
    const signature = '6DNrf851a2+2NHz4Hyt8hDpkZHaiMLw0yCPMCs80row='
    const texts = ['APPID01', 'api-0001', '1700000000'] as const
    expect(huidaoSignature(...texts, '0123456789abcdef0123456789abcdef')).toBe(signature)
    expect(huidaoSignature(...texts, '01234567-89ab-cdef-0123-456789abcdef')).toBe(signature)
  })

  test('appkey-md5', () => {
    expect(appkeySignature('APPKEY01', 'REQSECRET01', '1700000000000')).toBe(
      'ae563e0e9a99603247fb4eda7036acff',
    )
  })
})

describe('the headers of a message', () => {
  test('x-tif has seconds and a nonce of milliseconds and random digits', () => {
    const headers = conventions['x-tif'].headers({ paasid: 'gateway', token: 'TEST-TOKEN-0001' }, signed)
    expect(headers).toEqual({
      'x-tif-paasid': 'gateway',
      'x-tif-timestamp': '1700000000',
      'x-tif-nonce': '18bcfe56800-3f2a1c001122',
      'x-tif-signature': tifSignature('1700000000', 'TEST-TOKEN-0001', '18bcfe56800-3f2a1c001122'),
    })
  })

  test('x-tif may have a service and a signature in upper case', () => {
    const values = { paasid: 'gateway', token: 'TEST-TOKEN-0001', nonce: '18bcfe56800-3f2a1c' }
    const headers = conventions['x-tif'].headers({ ...values, serviceId: 'S1', case: 'upper' }, signed)
    expect(headers).toMatchObject({
      'x-tif-serviceId': 'S1',
      'x-tif-signature': '9736BFF267B70103AD1ADB44FBCE2DE498BFD8313C6B18F68053B3E35FABAEA0',
    })
  })

  test.each(['gjzwfwpt', 'gjgxjhpt'] as const)('%s has milliseconds', (name) => {
    const headers = conventions[name].headers({ rid: 'R', sid: 'S', secret: 'K' }, signed)
    expect(headers).toEqual({
      [`${name}_rid`]: 'R',
      [`${name}_sid`]: 'S',
      [`${name}_rtime`]: '1700000000000',
      [`${name}_sign`]: platformSignature('S', 'R', '1700000000000', 'K'),
    })
  })

  test('x-bg has the date of HTTP, and signs the query sorted', () => {
    const headers = conventions['x-bg'].headers(
      { accessKey: 'AK', secretKey: 'SK' },
      { ...signed, method: 'GET', path: '/p', query: 'b=2&a=1' },
    )
    const date = 'Tue, 14 Nov 2023 22:13:20 GMT'
    expect(headers).toEqual({
      'X-BG-HMAC-ACCESS-KEY': 'AK',
      'X-BG-HMAC-ALGORITHM': 'hmac-sha256',
      'X-BG-DATE-TIME': date,
      'X-BG-HMAC-SIGNATURE': createHmac('sha256', 'SK')
        .update(`GET\n/p\na=1&b=2\nAK\n${date}\n`)
        .digest('base64'),
    })
  })

  test('huidao has three', () => {
    const values = { appid: 'APPID01', apiname: 'api-0001', appKey: '0123456789abcdef0123456789abcdef' }
    expect(conventions.huidao.headers(values, signed)).toEqual({
      appid: 'APPID01',
      apiname: 'api-0001',
      signature: '6DNrf851a2+2NHz4Hyt8hDpkZHaiMLw0yCPMCs80row=',
    })
  })

  test('appkey-md5 has milliseconds', () => {
    const values = { appKey: 'APPKEY01', requestSecret: 'REQSECRET01' }
    expect(conventions['appkey-md5'].headers(values, signed)).toEqual({
      appKey: 'APPKEY01',
      requestTime: '1700000000000',
      sign: 'ae563e0e9a99603247fb4eda7036acff',
    })
  })

  test('never hold a secret', () => {
    const secrets = {
      token: 'SECRET-1',
      secret: 'SECRET-1',
      secretKey: 'SECRET-1',
      requestSecret: 'SECRET-1',
    }
    const values = { paasid: 'a', rid: 'a', sid: 'a', accessKey: 'a', appKey: 'a', ...secrets }
    for (const name of ['x-tif', 'gjzwfwpt', 'gjgxjhpt', 'x-bg', 'appkey-md5'] as const) {
      expect(JSON.stringify(conventions[name].headers(values, signed))).not.toContain('SECRET')
    }
  })
})
