import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import type { DepositFacts } from '../../src/contracts/generated/types.ts'
import { contradictionsOf } from '../../src/domain/contradictions/found.ts'
import { lendingFacts } from '../../src/domain/lending-facts.ts'

const asOf = '2026-11-28T09:30:00+08:00'

function states(facts: Omit<DepositFacts, 'asOf'>): Record<string, string> {
  return Object.fromEntries(lendingFacts({ asOf, ...facts }).map(({ rule, state }) => [rule, state]))
}

function text(facts: Omit<DepositFacts, 'asOf'>, rule: string): string | undefined {
  return lendingFacts({ asOf, ...facts }).find((each) => each.rule === rule)?.text
}

describe('facts beside the rules of lending centres', () => {
  test('are not told where the centre did not tell, which is neither met nor not', () => {
    expect(states({})).toEqual({
      'continuous-six-months': 'not-told',
      'paid-recently': 'not-told',
      'account-normal': 'not-told',
      'no-unsettled-loan': 'not-told',
      'one-loan-at-most': 'not-told',
    })
    expect(text({}, 'one-loan-at-most')).toBe('公积金贷款（含异地）不超过 1 次：对方未提供')
  })

  test.each([
    [5, undefined, 'not-met'],
    [6, undefined, 'met'],
    [undefined, true, 'met'],
    [undefined, false, 'not-met'],
  ])('ask for six months: %p months, flag %p is %s', (monthCount, sixMonths, state) => {
    const continuity = {
      ...(monthCount !== undefined && { monthCount }),
      ...(sixMonths !== undefined && { sixMonths }),
    }
    expect(states({ continuity })['continuous-six-months']).toBe(state)
  })

  test.each([
    ['2026-11', 'met'],
    ['2026-10', 'met'],
    ['2026-09', 'not-met'],
  ])('ask for payments up to this month or the last: %s is %s', (end, state) => {
    expect(states({ continuity: { end } })['paid-recently']).toBe(state)
    expect(states({ contribution: { paidThrough: end } })['paid-recently']).toBe(state)
  })

  test.each([
    [{ status: 'normal', frozen: false, arrears: false } as const, 'met', '正常'],
    [{ status: 'normal' } as const, 'not-told', '正常；欠缴、冻结对方未提供'],
    [{ status: 'normal', frozen: false } as const, 'not-told', '正常、未冻结；欠缴对方未提供'],
    [{ status: 'normal', arrears: false } as const, 'not-told', '正常、无欠缴；冻结对方未提供'],
    [{ status: 'normal', frozen: true } as const, 'not-met', '正常，有冻结'],
    [{ status: 'normal', arrears: true } as const, 'not-met', '正常，欠缴'],
    [{ status: 'sealed' } as const, 'not-met', '封存'],
    [{ frozen: false } as const, 'not-told', '未冻结；状态、欠缴对方未提供'],
    [{}, 'not-told', '对方未提供'],
    [{ arrears: true } as const, 'not-met', '欠缴'],
  ])('ask for a normal account: %p is %s', (account, state, words) => {
    expect(states({ account })['account-normal']).toBe(state)
    expect(text({ account }, 'account-normal')).toBe(`账户状态正常，未冻结、无欠缴：${words}`)
  })

  test.each([
    [{ unsettled: true, count: 1 }, 'not-met', 'met'],
    [{ unsettled: false, count: 2 }, 'met', 'not-met'],
    [{ unsettled: false, usage: 'one-settled' } as const, 'met', 'met'],
    [{ unsettled: false, usage: 'several-settled' } as const, 'met', 'not-met'],
    [{ count: 0 }, 'not-told', 'met'],
    [{ unsettledCount: 1 }, 'not-met', 'not-told'],
    [{ unsettledCount: 0 }, 'met', 'not-told'],
    [{ unsettledBalance: 1 }, 'not-met', 'not-told'],
    [{ unsettledBalance: 0 }, 'not-told', 'not-told'],
  ])('ask for no unsettled loan and one at most: %p is %s and %s', (loans, unsettled, count) => {
    expect(states({ loans })).toMatchObject({ 'no-unsettled-loan': unsettled, 'one-loan-at-most': count })
  })

  test('tell facts that contradict themselves as that, and not as missing', () => {
    const facts = {
      loans: { unsettled: false, unsettledCount: 1, count: 1 },
      contradictions: [
        { rule: 'unsettled-against-loans' as const, facts: ['loans.unsettled', 'loans.unsettledCount'] },
      ],
    }
    expect(states(facts)).toMatchObject({ 'no-unsettled-loan': 'contradicted', 'one-loan-at-most': 'met' })
    expect(text(facts, 'no-unsettled-loan')).toBe('无未结清的公积金贷款：对方数据自相矛盾，请向出具中心核实')
  })

  test('are never met because a fact is missing', () => {
    fc.assert(
      fc.property(told, (named) => {
        const whole = factsOf(named)
        fc.pre(contradictionsOf(whole).length === 0)
        const before = states(whole)
        for (const missing of named) {
          const after = states(factsOf(named.filter((each) => each !== missing)))
          const turned = Object.keys(after).filter((rule) => after[rule] === 'met' && before[rule] !== 'met')
          expect(turned).toEqual([])
        }
      }),
      { numRuns: 500 },
    )
  })
})

type Told = readonly [set: 'account' | 'contribution' | 'continuity' | 'loans', name: string, value: unknown]

const month = fc.constantFrom('2026-05', '2026-09', '2026-10', '2026-11')
const some = fc.nat(8)

/** Any of the facts that the rules go by, each told at most once. */
const told: fc.Arbitrary<Told[]> = fc.uniqueArray(
  fc.oneof(
    fact('account', 'status', fc.constantFrom('normal', 'sealed', 'frozen', 'withdrawn')),
    fact('account', 'frozen', fc.boolean()),
    fact('account', 'arrears', fc.boolean()),
    fact('contribution', 'paidThrough', month),
    fact('continuity', 'end', month),
    fact('continuity', 'monthCount', some),
    fact('continuity', 'sixMonths', fc.boolean()),
    fact('loans', 'unsettled', fc.boolean()),
    fact('loans', 'unsettledCount', some),
    fact('loans', 'unsettledBalance', some),
    fact('loans', 'count', some),
    fact('loans', 'usage', fc.constantFrom('none', 'one-settled', 'several-settled')),
  ),
  { minLength: 1, selector: ([set, name]) => `${set}.${name}` },
)

function fact(set: Told[0], name: string, value: fc.Arbitrary<unknown>): fc.Arbitrary<Told> {
  return value.map((given) => [set, name, given] as const)
}

function factsOf(named: readonly Told[]): DepositFacts {
  const facts: Partial<Record<Told[0], Record<string, unknown>>> = {}
  for (const [set, name, value] of named) facts[set] = { ...facts[set], [name]: value }
  return { asOf, ...facts } as DepositFacts
}
