import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import iconv from 'iconv-lite'
import type { DialectCall } from '../../../src/contracts/generated/types.ts'
import { converse } from '../../../src/dialects/engine/converse.ts'
import type { Call } from '../../../src/dialects/engine/dialect.ts'
import { httpCall, tcpCall } from '../../support/dialect-calls.ts'
import { questionAbout } from '../../support/replay.ts'
import { definitionWith, sent, somebody } from './definitions.ts'

const post = { method: 'POST', path: '/q' } as const
const settings = { appid: { about: 'Who asks.', default: 'APP' }, key: { about: 'Its key.', secret: true } }

function namedBy(name: string, call: Partial<DialectCall>): Call {
  const dialect = { definition: definitionWith([call]), version: 'v' }
  const { value } = converse(dialect, {}, questionAbout({ ...somebody, name })).next()
  if (!value || 'outcome' in value) throw new Error('nothing is sent')
  return value
}

const names = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
  .filter((name) => !/^\.{1,2}$/.test(name))

describe('a call over HTTP', () => {
  test('has path, query, headers and body', () => {
    const call = sent(
      {
        http: {
          method: 'POST',
          path: '/{centre.code|first 4}/q',
          query: { sfzh: '{person.idNumber}' },
          headers: { A: '{settings.appid}' },
        },
        body: { json: { name: '{person.name}', page: 1, list: ['{{x}}', true, null] } },
      },
      {},
      { settings },
    )
    expect(call).toEqual({
      transport: 'http',
      name: 'call-1',
      method: 'POST',
      path: '/3201/q?sfzh=310101190001010011',
      headers: { A: 'APP', 'Content-Type': 'application/json' },
      body: Buffer.from('{"name":"沈清和","page":1,"list":["{x}",true,null]}'),
    })
  })

  test('has no body where there is none', () => {
    expect(sent({ http: { method: 'GET', path: '/q' } })).toMatchObject({ headers: {}, body: undefined })
  })

  test.each<[string, DialectCall['body'], string]>([
    ['JSON', { json: {} }, 'application/json'],
    ['a form', { form: {} }, 'application/x-www-form-urlencoded'],
    ['XML', { xmlFields: { head: {}, body: {} } }, 'text/xml;charset=UTF-8'],
    ['text', { text: 'a' }, 'text/plain;charset=UTF-8'],
    ['JSON in GBK', { json: {}, charset: 'gb18030' }, 'application/json;charset=GBK'],
  ])('says that it is %s', (_, body, type) => {
    expect(httpCall(sent({ http: post, ...(body && { body }) })).headers).toEqual({ 'Content-Type': type })
  })

  test('keeps the type that the definition gives', () => {
    const headers = { 'content-type': 'text/json' }
    expect(httpCall(sent({ http: { ...post, headers }, body: { json: {} } })).headers).toEqual(headers)
  })

  test('carries any name in JSON, a form, a query and a path', () => {
    fc.assert(
      fc.property(names, (name) => {
        const json = httpCall(namedBy(name, { http: post, body: { json: { a: '{person.name}', b: '1' } } }))
        expect(JSON.parse(String(json.body))).toEqual({ a: name, b: '1' })
        const form = httpCall(namedBy(name, { http: post, body: { form: { a: '{person.name}', b: '1' } } }))
        expect([...new URLSearchParams(String(form.body))]).toEqual([
          ['a', name],
          ['b', '1'],
        ])
        const get = httpCall(
          namedBy(name, { http: { method: 'GET', path: '/{person.name}/x', query: { a: '{person.name}' } } }),
        )
        const [path = '', query = ''] = get.path.split('?')
        expect(decodeURIComponent(path)).toBe(`/${name}/x`)
        expect([...new URLSearchParams(query)]).toEqual([['a', name]])
      }),
    )
  })

  test('writes a form in the bytes of its charset', () => {
    const call = sent({ http: post, body: { form: { xm: '{person.name}' }, charset: 'gb18030' } })
    expect(String(httpCall(call).body)).toBe('xm=%C9%F2%C7%E5%BA%CD')
  })

  test('cannot hold a header of more than printable ASCII', () => {
    const headers = { 'X-Name': '{person.name}' }
    expect(() => sent({ http: { ...post, headers } })).toThrow(
      expect.objectContaining({ code: 'CENTRE_REFUSED', where: 'test X-Name' }),
    )
    expect(() => namedBy('a\r\nX-Other: b', { http: { ...post, headers } })).toThrow()
    expect(httpCall(sent({ http: { ...post, headers: { N: '{person.name|url}' } } })).headers).toEqual({
      N: '%E6%B2%88%E6%B8%85%E5%92%8C',
    })
  })

  test.each(['.', '..'])('cannot have %s for a part of its path', (name) => {
    expect(() => namedBy(name, { http: { method: 'GET', path: '/q/{person.name}' } })).toThrow(
      expect.objectContaining({ code: 'CENTRE_REFUSED', where: 'test path' }),
    )
  })

  test('is signed over its own path, when everything else stands', () => {
    const values = { accessKey: 'AK', secretKey: '{settings.key}' }
    const call = sent({ http: post, sign: [{ with: 'x-bg', values }] }, { key: 'SK' }, { settings })
    expect(httpCall(call).headers).toMatchObject({ 'X-BG-HMAC-ACCESS-KEY': 'AK' })
    expect(JSON.stringify(call)).not.toContain('SK')
  })

  test('cannot be signed with a key that is none, which is not quoted', () => {
    const values = { appid: 'a', apiname: 'b', appKey: '{settings.key}' }
    expect(() =>
      sent({ http: post, sign: [{ with: 'huidao', values }] }, { key: 'short' }, { settings }),
    ).toThrow(
      expect.objectContaining({ code: 'KEY_UNUSABLE', message: expect.not.stringContaining('short') }),
    )
  })
})

describe('a part', () => {
  test('is made first, and stands in the body and in later parts', () => {
    const call = sent({
      http: post,
      parts: {
        inner: { json: { xm: '{person.name}' }, then: ['base64'] },
        outer: { text: '<{part.inner}>', then: ['sha256', 'hex'] },
      },
      body: { form: { para: '{part.inner}', check: '{part.outer|upper|first 8}' } },
    })
    const form = new URLSearchParams(String(httpCall(call).body))
    expect(Buffer.from(form.get('para') ?? '', 'base64').toString()).toBe('{"xm":"沈清和"}')
    expect(form.get('check')).toMatch(/^[0-9A-F]{8}$/)
  })

  test('that is no text cannot be put anywhere', () => {
    const parts = { digest: { text: 'a', then: ['sha256'] } } satisfies DialectCall['parts']
    expect(() => sent({ http: post, parts, body: { text: '{part.digest}' } })).toThrow(
      expect.objectContaining({ where: 'test part.digest' }),
    )
  })
})

describe('a call over TCP', () => {
  const body = { text: '{person.name}', charset: 'gb18030' } as const

  test('has header, length in network order, body', () => {
    expect(sent({ tcp: { header: 'H1', lengthBytes: 4 }, body })).toEqual({
      transport: 'tcp',
      name: 'call-1',
      bytes: Buffer.from('483100000006c9f2c7e5bacd', 'hex'),
      reply: { headerBytes: 2, lengthBytes: 4 },
    })
  })

  test('may have a length of two bytes, and a reply of another header', () => {
    const call = tcpCall(sent({ tcp: { lengthBytes: 2, replyHeaderBytes: 8 }, body }))
    expect(call.bytes.subarray(0, 2)).toEqual(Buffer.from([0, 6]))
    expect(call.reply).toEqual({ headerBytes: 8, lengthBytes: 2 })
  })

  test('ends with the stream where it has no length', () => {
    expect(sent({ tcp: {}, body })).toMatchObject({
      bytes: iconv.encode('沈清和', 'gbk'),
      reply: 'end-of-stream',
    })
  })

  test.each(['<', '张>三'])('cannot ask in tags for somebody named %s', (name) => {
    expect(() => namedBy(name, { tcp: {}, body: { tags: { Name: '{person.name}' } } })).toThrow(
      expect.objectContaining({ code: 'CENTRE_REFUSED', where: 'test Name' }),
    )
  })
})

describe('fresh numbers', () => {
  const json = { uuid: '{id.uuid}', serial: '{id.serial}', hex: '{id.hex}', again: '{id.serial}' }
  const call: Partial<DialectCall> = { http: post, body: { json } }

  function numbers(seed: Buffer): Record<string, string> {
    const dialect = { definition: definitionWith([call]), version: 'v' }
    const { value } = converse(dialect, {}, questionAbout(somebody, { seed })).next()
    return JSON.parse(String(value && 'body' in value ? value.body : '')) as Record<string, string>
  }

  test('are a UUID of version 4, 16 digits and 32 hex digits, for any seed', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (seed) => {
        const { uuid, serial, hex, again } = numbers(Buffer.from(seed))
        expect(uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
        expect(serial).toMatch(/^\d{16}$/)
        expect(hex).toMatch(/^[0-9a-f]{32}$/)
        expect(again).toBe(serial)
      }),
    )
  })

  test('are the same for the same seed, and others for another', () => {
    expect(numbers(Buffer.alloc(16, 1))).toEqual(numbers(Buffer.alloc(16, 1)))
    expect(numbers(Buffer.alloc(16, 1))).not.toEqual(numbers(Buffer.alloc(16, 2)))
  })
})
