import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { certificateNumber } from '../../src/domain/certificate-number.ts'
import { openStore } from '../../src/store/store.ts'
import { gateway } from '../support/cli.ts'
import { asked, createEvidenceDesk, madeAt } from '../support/evidence.ts'
import { issuedIn } from '../support/issued-certificate.ts'

const desk = createEvidenceDesk()
afterAll(() => desk[Symbol.dispose]())

const { config, store: file, storeKey } = desk.files.member(asked)
const number = certificateNumber(asked, '2026-11-24', 1)
const never = certificateNumber(asked, '2026-11-24', 2)

beforeAll(async () => {
  await using store = await openStore({ file }, Buffer.from(readFileSync(storeKey, 'utf8'), 'base64'))
  await issuedIn(store, { number, centre: asked, digest: 'digest', validUntil: '2027-01-24' }, madeAt)
})

function certificate(...args: string[]) {
  return gateway(['certificate', ...args, '--config', config])
}

describe('gateway certificate', () => {
  test('shows how a certificate stands', async () => {
    expect(await certificate('show', number)).toMatchObject({
      code: 0,
      out: expect.stringContaining('有效 valid'),
    })
    const later = await gateway(['certificate', 'show', number, '--config', config, '--json'], {
      now: Date.parse('2027-01-25T00:00:00+08:00'),
    })
    expect(later.json()).toMatchObject({ number, state: 'expired', validUntil: '2027-01-24', centre: asked })
  })

  test('revokes it, and again changes nothing', async () => {
    const first = await certificate('revoke', number, '--reason', '职工信息录入有误', '--json')
    expect([first.code, first.json()]).toEqual([
      0,
      expect.objectContaining({
        state: 'revoked',
        revokedAt: '2026-11-24T10:00:00+08:00',
        reason: '职工信息录入有误',
      }),
    ])
    const again = await certificate('revoke', number.toLowerCase(), '--reason', '另一个原因')
    expect([again.code, again.out]).toEqual([0, expect.stringContaining('职工信息录入有误')])
    expect((await certificate('show', number)).out).toContain('已撤销 revoked')
  })

  test.each([
    ['show', never],
    ['revoke', never, '--reason', '职工信息录入有误'],
  ])('knows no other number: %s', async (...args) => {
    const { code, json } = await certificate(...args, '--json')
    expect([code, json()['code']]).toEqual([1, 'CERTIFICATE_NUMBER_UNKNOWN'])
  })

  test.each([
    [['show', '31000020261124000001X']],
    [['revoke', number, '--reason', '错']],
    [['revoke', number, '--reason', '错'.repeat(201)]],
    [['revoke', number, '--reason', '身份证号 310101190001010011 有误']],
    [['revoke', number]],
  ])('does not understand %j', async (args) => {
    const { code, json } = await certificate(...args, '--json')
    expect([code, json()['code']]).toEqual([2, 'USAGE_INVALID'])
  })
})
