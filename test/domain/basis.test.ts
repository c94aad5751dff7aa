import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { type ConsentBinding, consentFault, type ConsentUse } from '../../src/domain/consent.ts'

const use: ConsentUse = {
  issuer: '320101000000000',
  reference: 'hash of the reference',
  subject: 'hash of the person',
  purpose: 'remote-housing-loan',
  application: 'hash of the application',
  fields: ['account', 'balance'],
  expires: '2026-12-31',
  singleUse: false,
}

function bindingOf({
  subject,
  purpose,
  application,
  fields,
  expires,
  singleUse,
}: ConsentUse): ConsentBinding {
  return { subject, purpose, application, fields, expires, usedUp: singleUse }
}

const fieldSets = ['account', 'employer', 'contribution', 'balance', 'continuity', 'loans'] as const
const uses = fc.record({
  issuer: fc.constant(use.issuer),
  reference: fc.constant(use.reference),
  subject: fc.constantFrom('person 1', 'person 2'),
  purpose: fc.constantFrom('remote-housing-loan' as const, 'citizen-application' as const),
  application: fc.constantFrom('application 1', 'application 2'),
  fields: fc.option(fc.uniqueArray(fc.constantFrom(...fieldSets), { minLength: 1 }), { nil: undefined }),
  expires: fc.constantFrom('2026-11-30', '2026-12-31'),
  singleUse: fc.boolean(),
})

describe('a consent', () => {
  test('that was never used carries any use', () => {
    expect(consentFault({ ...use, singleUse: true }, undefined)).toBeUndefined()
  })

  test('carries the same again, and less', () => {
    const bound = bindingOf(use)
    for (const again of [use, { ...use, fields: ['balance' as const] }, { ...use, expires: '2026-11-30' }]) {
      expect(consentFault(again, bound)).toBeUndefined()
    }
  })

  test.each([
    ['another person', { subject: 'hash of another' }, '/body/person'],
    ['another purpose', { purpose: 'citizen-application' }, '/purpose'],
    ['another application', { application: 'hash of another' }, '/basis/applicationNumber'],
    ['wider fields', { fields: ['account', 'balance', 'loans'] }, '/fields'],
    ['other fields', { fields: ['loans'] }, '/fields'],
    ['a longer term', { expires: '2027-01-01' }, '/basis/expires'],
  ] as [string, Partial<ConsentUse>, string][])('does not carry %s', (_, changes, where) => {
    expect(consentFault({ ...use, ...changes }, bindingOf(use))).toMatchObject({
      code: 'BASIS_MISMATCHED',
      where,
    })
  })

  test('whose first use was for no facts is not bound to field sets yet', () => {
    expect(consentFault(use, { ...bindingOf(use), fields: undefined })).toBeUndefined()
  })

  test('for single use is used up by the first answer, also where a later agreement allows more', () => {
    const once = { ...use, singleUse: true }
    expect(consentFault(once, bindingOf(once))?.code).toBe('BASIS_USED')
    expect(consentFault(use, bindingOf(once))?.code).toBe('BASIS_USED')
    expect(consentFault(once, bindingOf(use))?.code).toBe('BASIS_USED')
  })

  test('carries a later use only where nothing of it goes beyond the first', () => {
    fc.assert(
      fc.property(uses, uses, (first, later) => {
        const within =
          later.subject === first.subject &&
          later.purpose === first.purpose &&
          later.application === first.application &&
          later.expires <= first.expires &&
          (later.fields ?? []).every((field) => first.fields?.includes(field) ?? true)
        const code = consentFault(later, bindingOf(first))?.code
        const once = first.singleUse || later.singleUse
        expect(code).toBe(within ? (once ? 'BASIS_USED' : undefined) : 'BASIS_MISMATCHED')
      }),
    )
  })

  test('its faults name no person and no application', () => {
    const fault = consentFault({ ...use, subject: 'P' }, bindingOf(use))
    expect(JSON.stringify([fault?.where, fault?.detail])).not.toContain('hash')
  })
})
