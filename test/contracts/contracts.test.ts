import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { createContracts } from '../../src/contracts/contracts.ts'

const contracts = createContracts()
const person = { name: '沈清和', idType: 'resident-id', idNumber: '310101190001010011' }
const envelope = {
  version: '1',
  iss: '320101000000000',
  aud: '310000000000000',
  service: 'gateway.ping',
  jti: '01a20b96-a69a-7655-9b3c-535722bd3578',
  iat: 1,
  exp: 2,
  body: {},
}

describe('the contract', () => {
  test('gives back what fits, as it was', () => {
    const checked = contracts.check('request-envelope', envelope)
    expect(checked.ok && checked.value).toBe(envelope)
  })

  test('names the place of what does not fit', () => {
    expect(contracts.check('request-envelope', { ...envelope, iss: '1' })).toMatchObject({
      ok: false,
      where: '/iss',
    })
    expect(
      contracts.check('deposit-record.check.request', { person: { ...person, idType: 'x' } }),
    ).toMatchObject({
      ok: false,
      where: '/person/idType',
    })
  })

  test('repeats nothing that was sent where it tells the place and the fault: neither values nor names of members', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^canary[0-9]{6}$/), (canary) => {
        const wrong = [
          { person: { ...person, [canary]: 1 } },
          { person: { ...person, idNumber: `${canary} ` } },
          { person: { ...person, name: `${canary}\n` } },
          { person: canary },
          { [canary]: person },
          canary,
        ]
        for (const value of wrong) {
          const checked = contracts.check('deposit-record.check.request', value)
          expect(checked.ok).toBe(false)
          if (!checked.ok) expect(checked.where + checked.detail).not.toContain(canary)
        }
      }),
      { numRuns: 30 },
    )
  })

  test('never throws and never changes what it looks at, whatever it is', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const before = JSON.stringify(value)
        expect(contracts.check('request-envelope', value).ok).toBe(false)
        expect(JSON.stringify(value)).toBe(before)
      }),
    )
  })

  test('T76 a member that only a prototype has is missing', () => {
    const inherited: unknown = Object.create(envelope)
    expect(contracts.check('request-envelope', inherited).ok).toBe(false)
  })

  test('T77 an amount is a whole number: text, fractions and what a double cannot hold are none', () => {
    const facts = (amount: unknown) => ({
      version: '1',
      iss: envelope.iss,
      issuer: 'a',
      number: '31000020261124000001O',
      issuedAt: '2026-11-24T09:30:00+08:00',
      validUntil: '2027-01-24',
      addressee: envelope.aud,
      purpose: 'remote-housing-loan',
      applicationNumber: 'A-1',
      person,
      fields: ['balance'],
      facts: { asOf: '2026-11-24T09:30:00+08:00', balance: { amount } },
    })
    expect(contracts.check('certificate', facts(4_032_000))).toMatchObject({ ok: true })
    for (const amount of ['4032000', 1.5, 2 ** 53, Infinity, null, true, [1]]) {
      expect(contracts.check('certificate', facts(amount))).toMatchObject({
        ok: false,
        where: '/facts/balance/amount',
      })
    }
  })

  test.each(['2026-02-30', '2026-13-01', '26-01-01', '2026-1-1', '', '2026-01-01T00:00:00Z'])(
    '%j is no date',
    (expires) => {
      const basis = { kind: 'consent', reference: 'r', expires, applicationNumber: 'A-1' }
      expect(contracts.check('request-envelope', { ...envelope, basis })).toMatchObject({
        ok: false,
        where: '/basis/expires',
      })
    },
  )
})
