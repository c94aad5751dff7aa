import { readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import type { DepositFacts } from '../../src/contracts/generated/types.ts'
import { createContracts } from '../../src/contracts/contracts.ts'
import { addMonths, monthOf } from '../../src/domain/month.ts'
import { createSandboxCore } from '../../src/sandbox/core.ts'
import { sandboxCentres } from '../../src/sandbox/centres.ts'
import { personas, type PersonaId } from '../../src/sandbox/personas.ts'
import { openCoreDatabase } from '../../src/store/core-database.ts'
import { allFields, coreAt, freshPath, now, persona, sandboxFile, today } from './cores.ts'

const { shanghai, jiangsuProvincial, hangzhou, hefei } = sandboxCentres
const shanghaiCore = coreAt(sandboxFile(shanghai))

function months(from: string, to: string): string[] {
  const all = []
  for (let month = monthOf(from); month <= to; month = addMonths(month, 1)) all.push(month)
  return all
}

/** What the first employer's steady payer has: 24 months at 7 % and 7 % of 12 000 yuan. */
const steady = {
  asOf: '2026-11-24T09:30:00+08:00',
  account: { opened: '2024-11-10', status: 'normal', frozen: false, arrears: false },
  employer: { name: '上海示例科技有限公司', account: '3100008001', creditCode: '91310000MA0TEXT12T' },
  contribution: {
    base: 1_200_000,
    unitRatio: 700,
    ownRatio: 700,
    unitMonthly: 84_000,
    ownMonthly: 84_000,
    totalMonthly: 168_000,
    paidThrough: '2026-10',
    unitPaidThrough: '2026-10',
  },
  balance: { amount: 24 * 168_000 },
  continuity: {
    start: '2024-11',
    end: '2026-10',
    asOf: '2026-11',
    backPaymentsCounted: true,
    months: months('2024-11', '2026-10'),
    monthCount: 24,
    sixMonths: true,
  },
  loans: {
    count: 0,
    unsettledCount: 0,
    unsettled: false,
    usage: 'none',
    contractTotal: 0,
    unsettledBalance: 0,
  },
} satisfies DepositFacts

/** The same at the second employer: 5 % and 5 %. */
const steadyAtSecond = {
  ...steady,
  employer: { name: '上海样本贸易有限公司', account: '3100008002', creditCode: '91310000MA0TEXT20M' },
  contribution: {
    ...steady.contribution,
    unitRatio: 500,
    ownRatio: 500,
    unitMonthly: 60_000,
    ownMonthly: 60_000,
    totalMonthly: 120_000,
  },
  balance: { amount: 24 * 120_000 },
} satisfies DepositFacts

/** A loan that is not settled; how settled ones were used is not told beside it. */
const running = { count: 1, unsettledCount: 1, unsettled: true }

type Expected = {
  [Field in keyof DepositFacts]?: Partial<DepositFacts[Field]>
}

const expected: [PersonaId, typeof steady | typeof steadyAtSecond, string, Expected][] = [
  ['normal', steady, '310000000010', {}],
  [
    'sealed',
    steadyAtSecond,
    '310000000020',
    {
      account: { status: 'sealed', opened: '2024-05-10' },
      contribution: { paidThrough: '2026-04' },
      continuity: { start: '2024-05', end: '2026-04', months: months('2024-05', '2026-04') },
    },
  ],
  ['frozen', steady, '310000000030', { account: { status: 'frozen', frozen: true } }],
  [
    'arrears',
    steadyAtSecond,
    '310000000040',
    {
      account: { arrears: true, opened: '2024-07-10' },
      contribution: { paidThrough: '2026-06' },
      continuity: { start: '2024-07', end: '2026-06', months: months('2024-07', '2026-06') },
    },
  ],
  ['two-accounts', steadyAtSecond, '310000000061', {}],
  ['two-cities', steadyAtSecond, '310000000080', {}],
  [
    'loan-settled',
    steady,
    '310000000090',
    { loans: { count: 1, usage: 'one-settled', contractTotal: 50_000_000, lastSettled: '2026-05-20' } },
  ],
  [
    'loan-unsettled',
    steadyAtSecond,
    '310000000100',
    { loans: { ...running, contractTotal: 80_000_000, unsettledBalance: 65_432_109 } },
  ],
  [
    'co-borrower',
    steady,
    '310000000110',
    { loans: { ...running, contractTotal: 60_000_000, unsettledBalance: 48_000_000 } },
  ],
  ['voided-loan', steadyAtSecond, '310000000120', {}],
  [
    'gap',
    steady,
    '310000000130',
    {
      account: { opened: '2024-10-10' },
      continuity: {
        start: '2025-12',
        monthCount: 11,
        months: months('2024-10', '2026-10').filter((month) => month !== '2025-11'),
      },
    },
  ],
  [
    'one-month',
    steadyAtSecond,
    '310000000140',
    {
      account: { opened: '2026-10-10' },
      balance: { amount: 120_000 },
      continuity: { start: '2026-10', months: ['2026-10'], monthCount: 1, sixMonths: false },
    },
  ],
  ['back-paid', steady, '310000000150', {}],
  [
    'reversed',
    steadyAtSecond,
    '310000000160',
    {
      balance: { amount: 23 * 120_000 },
      continuity: {
        start: '2026-02',
        monthCount: 9,
        months: months('2024-11', '2026-10').filter((month) => month !== '2026-01'),
      },
    },
  ],
  ['old-number', steady, '310000000170', {}],
  ['rare-name', steadyAtSecond, '310000000180', {}],
  ['hmt', steady, '310000000190', {}],
]

describe('at Shanghai', () => {
  test.each(expected)('%s has exactly the facts of the story', (id, base, number, changes) => {
    const found = shanghaiCore.find({ person: persona(id).person, fields: allFields, at: now })
    const { usage, ...loans } = { ...base.loans, ...changes.loans }
    expect(found).toStrictEqual({
      outcome: 'found',
      facts: {
        asOf: base.asOf,
        account: { number, ...base.account, ...changes.account },
        employer: base.employer,
        contribution: { ...base.contribution, ...changes.contribution },
        balance: { ...base.balance, ...changes.balance },
        continuity: { ...base.continuity, ...changes.continuity },
        loans: loans.unsettled ? loans : { ...loans, usage },
      },
    })
  })

  test('closed has an account, for which no certificate is issued', () => {
    expect(shanghaiCore.find({ person: persona('closed').person, fields: allFields, at: now })).toEqual({
      outcome: 'not-issuable',
      reason: 'account-closed',
    })
  })

  test('no-account has no record', () => {
    expect(shanghaiCore.find({ person: persona('no-account').person, fields: allFields, at: now })).toEqual({
      outcome: 'no-record',
    })
  })

  test('everybody is in the expectations', () => {
    const others: PersonaId[] = ['closed', 'no-account']
    expect([...expected.map(([id]) => id), ...others].sort()).toEqual(personas.map(({ id }) => id).sort())
  })
})

test('the core itself holds the old number, and nothing in closed accounts', () => {
  using database = openCoreDatabase(sandboxFile(shanghai))
  const held = database.all('SELECT ZJHM FROM GRXX WHERE XingMing = ?', persona('old-number').person.name)
  expect(held).toMatchObject([{ ZJHM: '310101000101017' }])
  const closed = database.all('SELECT GRZHYE FROM GRZHXX WHERE XHRQ IS NOT NULL')
  expect(closed).toMatchObject([{ GRZHYE: '0.00' }, { GRZHYE: '0.00' }])
})

test('two-cities paid at Hangzhou until the months at Shanghai begin', () => {
  const { person } = persona('two-cities')
  expect(
    coreAt(sandboxFile(hangzhou)).find({ person, fields: ['account', 'continuity'], at: now }),
  ).toMatchObject({
    facts: { account: { status: 'sealed' }, continuity: { start: '2022-11', end: '2024-10' } },
  })
})

test('every core answers for its own personas and no others, in the form of the contract', () => {
  const contracts = createContracts()
  for (const centre of [shanghai, jiangsuProvincial, hangzhou, hefei]) {
    const core = coreAt(sandboxFile(centre))
    for (const { id, person, centres } of personas) {
      const finding = core.find({ person, fields: allFields, at: now })
      if (!centres.includes(centre)) expect([id, finding]).toEqual([id, { outcome: 'no-record' }])
      else if (id === 'closed') expect(finding.outcome).toBe('not-issuable')
      else expect([id, finding.outcome]).toEqual([id, 'found'])
      if (finding.outcome !== 'found') continue
      const certificate = {
        version: '1',
        iss: centre,
        issuer: '中心',
        number: '31000020261124000001A',
        issuedAt: '2026-11-24T09:30:00+08:00',
        validUntil: '2027-01-23',
        addressee: shanghai,
        purpose: 'remote-housing-loan',
        applicationNumber: 'A1',
        person,
        fields: allFields,
        facts: finding.facts,
      }
      expect(contracts.check('certificate', certificate)).toMatchObject({ ok: true })
    }
  }
})

test('the same day gives the same core, in place of what was there', () => {
  const [first, second] = [sandboxFile(hefei), sandboxFile(shanghai)]
  createSandboxCore(second, hefei, today)
  expect(readFileSync(second).equals(readFileSync(first))).toBe(true)
})

test('the core is current on another day', () => {
  const path = freshPath()
  createSandboxCore(path, shanghai, '2031-01-02')
  const later = Date.parse('2031-01-02T00:00:00+08:00')
  expect(
    coreAt(path).find({ person: persona('normal').person, fields: ['account', 'continuity'], at: later }),
  ).toMatchObject({
    facts: { account: { arrears: false }, continuity: { start: '2029-01', end: '2030-12' } },
  })
})

test('a centre outside the sandbox is refused', () => {
  expect(() => createSandboxCore(freshPath(), '330300000000000', today)).toThrow(
    expect.objectContaining({ code: 'CONFIG_INVALID', where: '330300000000000' }),
  )
})
