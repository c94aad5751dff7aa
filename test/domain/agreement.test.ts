import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import type { Agreement } from '../../src/contracts/generated/types.ts'
import { agreementFor, type Wish } from '../../src/domain/agreement.ts'
import { serviceNames } from '../../src/domain/services.ts'
import { GatewayError } from '../../src/errors.ts'

const [jiangsu, shanghai, hangzhou] = ['320101000000000', '310000000000000', '330100000000000']
const fieldSets = ['account', 'employer', 'contribution', 'balance', 'continuity', 'loans'] as const

const agreement: Agreement = {
  id: 'loans',
  consumers: [jiangsu],
  providers: [shanghai],
  services: ['deposit-certificate.issue'],
  purposes: ['remote-housing-loan'],
  fields: ['account', 'balance'],
  bases: ['consent'],
  notBefore: '2026-01-01',
  notAfter: '2026-12-31',
}

const wish: Wish = {
  consumer: jiangsu,
  provider: shanghai,
  service: 'deposit-certificate.issue',
  purpose: 'remote-housing-loan',
  basis: { kind: 'consent', reference: 'SQS-1', expires: '2026-12-31', applicationNumber: 'A-1' },
  fields: ['account'],
  today: '2026-11-24',
}

function refused(changes: Partial<Wish>, agreements: readonly Agreement[] = [agreement]): GatewayError {
  try {
    agreementFor({ ...wish, ...changes }, agreements)
  } catch (thrown) {
    if (thrown instanceof GatewayError) return thrown
    throw thrown
  }
  throw new Error('was allowed')
}

/** A wish, and an agreement that just allows it. */
const allowed = fc
  .record({
    codes: fc.uniqueArray(fc.stringMatching(/^[0-9]{15}$/), { minLength: 2, maxLength: 6 }),
    service: fc.constantFrom(...serviceNames),
    purpose: fc.constantFrom('remote-housing-loan' as const, 'citizen-application' as const),
    kind: fc.constantFrom('consent' as const, 'statutory-duty' as const),
    fields: fc.uniqueArray(fc.constantFrom(...fieldSets), { minLength: 1 }),
    day: fc.integer({ min: 1, max: 28 }),
  })
  .map(({ codes, service, purpose, kind, fields, day }) => {
    const [consumer = '', provider = ''] = codes
    const today = `2026-02-${String(day).padStart(2, '0')}`
    const wanted: Wish = {
      ...wish,
      consumer,
      provider,
      service,
      purpose,
      fields,
      today,
      basis: { kind, reference: 'R', expires: today, applicationNumber: 'A' },
    }
    const only: Agreement = {
      id: 'only',
      consumers: codes.filter((code) => code !== provider),
      providers: codes.filter((code) => code !== consumer),
      services: [service],
      purposes: [purpose],
      fields,
      bases: [kind],
      notBefore: today,
      notAfter: today,
    }
    return { wanted, only }
  })

/** Every way to take one dimension away from an agreement that just allows a wish. */
const lacks: Record<string, (only: Agreement, wanted: Wish) => Agreement> = {
  consumer: (only, { consumer }) => ({
    ...only,
    consumers: only.consumers.filter((code) => code !== consumer),
  }),
  provider: (only, { provider }) => ({
    ...only,
    providers: only.providers.filter((code) => code !== provider),
  }),
  service: (only) => ({ ...only, services: [] }),
  purpose: (only) => ({ ...only, purposes: [] }),
  'one field set': (only) => ({ ...only, fields: only.fields.slice(1) }),
  basis: (only) => ({ ...only, bases: [] }),
  'the day, begun later': (only) => ({ ...only, notBefore: '2026-03-01' }),
  'the day, ended before': (only) => ({ ...only, notAfter: '2026-01-31' }),
}

describe('default deny', () => {
  test('nothing is allowed where there is no agreement', () => {
    expect(refused({}, []).code).toBe('AGREEMENT_REQUIRED')
  })

  test.each(Object.keys(lacks))('an agreement that lacks %s denies what it allowed', (dimension) => {
    fc.assert(
      fc.property(allowed, ({ wanted, only }) => {
        expect(agreementFor(wanted, [only])).toBe(only)
        const lacking = lacks[dimension]?.(only, wanted) ?? only
        expect(() => agreementFor(wanted, [lacking])).toThrow(GatewayError)
      }),
    )
  })

  test('two agreements do not add up: one must cover every field set', () => {
    const other = { ...agreement, id: 'other', fields: ['loans' as const] }
    const error = refused({ fields: ['account', 'loans'] }, [agreement, other])
    expect(error.code).toBe('FIELDS_NOT_AGREED')
    expect(error.detail).toContain('loans 涵盖字段组 gives account, balance; other 涵盖字段组 gives loans')
  })

  test('of several that allow it the first in the directory’s order is taken', () => {
    const second = { ...agreement, id: 'second' }
    expect(agreementFor(wish, [second, agreement]).id).toBe('second')
  })
})

describe('a denial names the agreement that would be needed', () => {
  const needed = `须有协议允许此项查询 needed: an agreement in force on 2026-11-24 by which ${jiangsu} may ask ${hangzhou} for deposit-certificate.issue, remote-housing-loan, on consent, with account`

  test('with every dimension, and the nearest that there is', () => {
    const error = refused({ provider: hangzhou })
    expect(error).toMatchObject({
      code: 'AGREEMENT_REQUIRED',
      where: `${jiangsu} → ${hangzhou}, deposit-certificate.issue, remote-housing-loan`,
      detail: `${needed}; loans 不允许查询该中心 does not let ${hangzhou} be asked`,
    })
  })

  test.each([
    [{ today: '2027-01-01' }, 'AGREEMENT_REQUIRED', 'loans 已到期 ended on 2026-12-31'],
    [{ today: '2025-12-31' }, 'AGREEMENT_REQUIRED', 'loans 尚未生效 begins on 2026-01-01'],
    [
      { service: 'deposit-record.check' },
      'AGREEMENT_REQUIRED',
      'loans 未涵盖该服务 does not cover deposit-record.check',
    ],
    [
      { purpose: 'citizen-application' },
      'AGREEMENT_REQUIRED',
      'loans 未涵盖该用途 does not cover citizen-application',
    ],
    [{ fields: ['employer'] }, 'FIELDS_NOT_AGREED', 'loans 涵盖字段组 gives account, balance'],
    [
      { basis: { kind: 'statutory-duty', reference: 'R', expires: '2026-12-31', applicationNumber: 'A' } },
      'BASIS_NOT_ACCEPTED',
      'loans 接受的依据 accepts consent',
    ],
  ] as [Partial<Wish>, string, string][])('%j', (changes, code, nearest) => {
    const error = refused(changes)
    expect({ code: error.code, nearest: error.detail?.split('; ')[1] }).toEqual({ code, nearest })
    expect(error.detail).toMatch(/^须有协议允许此项查询 needed: an agreement in force on/)
  })

  test('within the 500 characters of a refusal’s detail, however long the names', () => {
    const many = Array.from({ length: 20 }, (_, i) => ({ ...agreement, id: `${i}`.padEnd(64, 'x') }))
    expect(refused({ provider: hangzhou, fields: fieldSets }, many).detail?.length).toBeLessThanOrEqual(500)
  })
})
