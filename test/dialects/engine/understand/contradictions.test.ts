import { describe, expect, test } from '@jest/globals'
import type { DialectDefinition } from '../../../../src/contracts/generated/types.ts'
import { understood } from './understood.ts'

const fields: DialectDefinition['fields'] = {
  'account.status': {
    from: 'state',
    as: 'code',
    table: 'states',
    against: [{ from: 'stateName', as: 'code', table: 'states' }],
  },
  'account.frozen': { from: 'djbz', as: 'code', table: 'flags' },
  'account.opened': { from: 'opened', as: 'date' },
  'contribution.base': { from: 'base', as: 'yuan' },
  'contribution.unitRatio': { from: 'unitRatio', as: 'percent' },
  'contribution.unitMonthly': { from: 'unit', as: 'yuan' },
  'contribution.ownMonthly': { from: 'own', as: 'yuan' },
  'contribution.totalMonthly': { from: 'total', as: 'yuan' },
  'contribution.paidThrough': { from: 'paidThrough', as: 'month' },
  'continuity.start': { from: 'start', as: 'month' },
  'continuity.end': { from: 'end', as: 'month' },
  'continuity.monthCount': { from: 'count', as: 'count' },
  'continuity.sixMonths': { from: 'six', as: 'code', table: 'flags' },
  'loans.count': { from: 'loans', as: 'count' },
  'loans.unsettled': { from: 'unsettled', as: 'code', table: 'flags' },
  'loans.usage': { from: 'tick', as: 'code', table: 'ticks' },
  'loans.unsettledBalance': { from: 'owed', as: 'yuan' },
}
const codes: NonNullable<DialectDefinition['codes']> = {
  states: { '01': 'normal', '02': 'sealed', '06': 'frozen', 正常: 'normal', 封存: 'sealed', 其他: null },
  flags: { '1': true, '2': false },
  ticks: { 无贷款记录: 'none', 仅有一次贷款记录且贷款已还清: 'one-settled' },
}

/** The record’s contradictions, and the facts as they stand beside them. */
function of(record: object) {
  const { contradictions, ...facts } = understood(record, fields, { codes }).facts
  return { contradictions, facts }
}

describe('what contradicts itself is told and not resolved', () => {
  test.each<[string, object, string, string[], object]>([
    [
      'a flag of unsettled loans against their number',
      { unsettled: '1', loans: '0' },
      'unsettled-against-loans',
      ['loans.unsettled', 'loans.count'],
      { loans: { unsettled: true, count: 0 } },
    ],
    [
      'a flag of none against what is owed',
      { unsettled: '2', owed: '120000.00' },
      'unsettled-against-loans',
      ['loans.unsettled', 'loans.unsettledBalance'],
      { loans: { unsettled: false, unsettledBalance: 12_000_000 } },
    ],
    [
      'a printed tick against the number of loans',
      { tick: '无贷款记录', loans: '1' },
      'usage-against-loans',
      ['loans.usage', 'loans.count'],
      { loans: { usage: 'none', count: 1 } },
    ],
    [
      'a printed state against its code',
      { state: '01', stateName: '封存' },
      'two-sources',
      ['account.status'],
      { account: { status: 'normal' } },
    ],
    [
      'a total against both parts',
      { unit: '960.00', own: '960.00', total: '960.00' },
      'total-against-parts',
      ['contribution.totalMonthly', 'contribution.unitMonthly', 'contribution.ownMonthly'],
      { contribution: { unitMonthly: 96_000, ownMonthly: 96_000, totalMonthly: 96_000 } },
    ],
    [
      'a monthly amount against base and ratio',
      { base: '8000', unitRatio: '12', unit: '900.00' },
      'ratio-against-monthly',
      ['contribution.unitMonthly', 'contribution.base', 'contribution.unitRatio'],
      { contribution: { base: 800_000, unitRatio: 1200, unitMonthly: 90_000 } },
    ],
    [
      'a flag of six months against the months counted',
      { six: '1', count: '2' },
      'six-months-against-run',
      ['continuity.sixMonths', 'continuity.monthCount'],
      { continuity: { asOf: '2026-11', sixMonths: true, monthCount: 2 } },
    ],
    [
      'a flag of no six months against a run of them',
      { six: '2', start: '202601', end: '202606' },
      'six-months-against-run',
      ['continuity.sixMonths', 'continuity.start', 'continuity.end'],
      { continuity: { sixMonths: false, monthCount: 6 } },
    ],
    [
      'months counted against the ends of the run',
      { count: '24', start: '202601', end: '202606' },
      'count-against-run',
      ['continuity.monthCount', 'continuity.start', 'continuity.end'],
      { continuity: { monthCount: 24 } },
    ],
    [
      'an end before its start',
      { start: '202606', end: '202601' },
      'run-order',
      ['continuity.start', 'continuity.end'],
      { continuity: { start: '2026-06', end: '2026-01' } },
    ],
    [
      'a run beyond the month paid through',
      { end: '202610', paidThrough: '202609' },
      'run-after-paid-through',
      ['continuity.end', 'contribution.paidThrough'],
      { continuity: { end: '2026-10' }, contribution: { paidThrough: '2026-09' } },
    ],
    [
      'a run from before the account',
      { start: '201912', opened: '20200513' },
      'run-before-opening',
      ['continuity.start', 'account.opened'],
      { continuity: { start: '2019-12' }, account: { opened: '2020-05-13' } },
    ],
    [
      'a frozen account with a flag that it is not',
      { state: '06', djbz: '2' },
      'freeze-against-status',
      ['account.status', 'account.frozen'],
      { account: { status: 'frozen', frozen: false } },
    ],
  ])('%s', (_, record, rule, facts, asSaid) => {
    const found = of(record)
    expect(found.contradictions).toEqual([{ rule, facts }])
    expect(found.facts).toMatchObject(asSaid)
  })

  test('each by itself, where there are several', () => {
    const { contradictions = [] } = of({
      state: '01',
      stateName: '封存',
      unsettled: '1',
      loans: 0,
      six: 1,
      count: 2,
    })
    expect(contradictions.map(({ rule }) => rule)).toEqual([
      'unsettled-against-loans',
      'six-months-against-run',
      'two-sources',
    ])
  })
})

describe('no contradiction is told', () => {
  test.each([
    ['of two spellings of one thing', { state: '01', stateName: '正常' }],
    ['where the other source says nothing', { state: '01', stateName: '其他' }],
    ['where the other source is not there', { state: '01' }],
    ['of a flag alone', { six: '1' }],
    ['of a run that fits', { six: '1', count: '6', start: '202601', end: '202606', paidThrough: '202606' }],
    ['of an amount rounded as some centre rounds', { base: '8333', unitRatio: '8', unit: '667' }],
    ['of a fact that only follows from others', { unit: '960', own: '960', loans: '0' }],
  ])('%s', (_, record) => {
    expect(of(record)).not.toHaveProperty('contradictions.0')
  })
})

test('where the first source says nothing, a second one does not speak for it', () => {
  expect(of({ state: '其他', stateName: '正常' }).facts.account).toStrictEqual({})
})

test('where the first source is not there, the second one is taken', () => {
  expect(of({ stateName: '正常' }).facts.account).toStrictEqual({ status: 'normal' })
})
