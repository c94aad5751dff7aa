import { describe, expect, test } from '@jest/globals'
import type { DialectDefinition } from '../../../../src/contracts/generated/types.ts'
import { somebody } from '../definitions.ts'
import { findingOf, refused } from './understood.ts'

const fields: DialectDefinition['fields'] = {
  'account.number': { from: 'grzh', as: 'text' },
  'account.status': { from: 'grzhzt', as: 'code', table: 'states' },
  'account.opened': { from: 'khrq', as: 'date' },
}
const codes: DialectDefinition['codes'] = {
  states: {
    '01': 'normal',
    '02': 'sealed',
    '03': 'merged',
    '04': 'transferred-out',
    '05': 'withdrawn',
    '06': 'frozen',
    '99': 'other',
  },
}
const one: Partial<DialectDefinition> = { codes, record: { at: 'data' } }
const several: Partial<DialectDefinition> = { codes, record: { at: 'data', choose: 'account' } }

type Account = Record<string, string>

function account(grzh: string, grzhzt: string, khrq = '20200513'): Account {
  return { id: somebody.idNumber, grzh, grzhzt, khrq }
}

/** The number of the account that is told of. */
function chosen(...data: Account[]): unknown {
  const finding = findingOf({ data }, fields, several)
  return finding.outcome === 'found' ? finding.normalised.facts.account?.number : finding
}

describe('among several accounts', () => {
  test.each([
    ['a normal one before a frozen one', '06', '01'],
    ['a frozen one before a sealed one', '02', '06'],
    ['a sealed one before another', '99', '02'],
    ['another before one of which nothing is said', '', '99'],
    ['a normal one before a closed one', '05', '01'],
  ])('%s', (_, state, preferred) => {
    expect(chosen(account('A', state), account('B', preferred))).toBe('B')
    expect(chosen(account('B', preferred), account('A', state))).toBe('B')
  })

  test('of one state the one opened last', () => {
    expect(chosen(account('A', '01', '20200513'), account('B', '01', '20230101'))).toBe('B')
  })

  test('of one state and day the one with the higher number, whatever the order of the answer', () => {
    expect(chosen(account('A', '01'), account('B', '01'))).toBe('B')
    expect(chosen(account('B', '01'), account('A', '01'))).toBe('B')
  })

  test('that are all closed there is none to tell of', () => {
    expect(chosen(account('A', '03'), account('B', '04'), account('C', '05'))).toEqual({
      outcome: 'not-issuable',
      reason: 'account-closed',
    })
  })

  test('those of another name do not count', () => {
    const named = { ...several, person: { name: 'xm', idNumber: 'id' } }
    const data = [
      { ...account('A', '01'), xm: '沈清荷' },
      { ...account('B', '02'), xm: '沈清和' },
    ]
    expect(findingOf({ data }, fields, named)).toMatchObject({
      normalised: { facts: { account: { number: 'B' } } },
    })
  })

  test('the account that is told of is the one whose places are told', () => {
    const finding = findingOf({ data: [account('A', '02'), account('B', '01')] }, fields, several)
    expect(finding).toMatchObject({
      normalised: { lineage: { 'account.number': { from: ['data/1/grzh'] } } },
    })
  })
})

describe('where the definition has one record', () => {
  test('an empty list is nobody', () => {
    expect(findingOf({ data: [] }, fields, one)).toEqual({ outcome: 'no-record' })
  })

  test('it may be a list of one', () => {
    expect(findingOf({ data: [account('A', '01')] }, fields, one)).toMatchObject({ outcome: 'found' })
  })

  test.each([
    ['two', [account('A', '01'), account('B', '01')], 'data', '记录不止一条 more than one record'],
    ['a text', '沈清和', 'data', '不是记录 not a record'],
    ['null', null, 'data', '不是记录 not a record'],
    ['a list of texts', ['沈清和'], 'data/0', '不是记录 not a record'],
    ['a list of lists', [[]], 'data/0', '不是记录 not a record'],
  ])('%s is refused', (_, data, where, detail) => {
    expect(() => findingOf({ data }, fields, one)).toThrow(refused(where, detail))
  })

  test('its place must be there: what is left out does not say that there is nobody', () => {
    expect(() => findingOf({}, fields, one)).toThrow(
      refused('data', '定义所指之处没有记录 no record where the definition has it'),
    )
  })
})

test('a closed account is told of as such, whatever else its record says', () => {
  expect(findingOf({ data: { ...account('A', '05'), khrq: 'nonsense' } }, fields, one)).toEqual({
    outcome: 'not-issuable',
    reason: 'account-closed',
  })
})
