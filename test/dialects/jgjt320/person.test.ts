import { describe, expect, test } from '@jest/globals'
import type { Person } from '../../../src/contracts/generated/types.ts'
import { accountsOf, heldNumbers } from '../../../src/dialects/jgjt320/person.ts'
import { accountRow } from './rows.ts'

const person: Person = { name: '沈清和', idType: 'resident-id', idNumber: '310101190001010011' }

describe('the numbers under which a core may hold a person', () => {
  test('are 18 digits and the old 15', () => {
    expect(heldNumbers(person)).toEqual(['310101190001010011', '310101190001010011', '310101000101001'])
  })

  test('start from 15 digits as well', () => {
    expect(heldNumbers({ ...person, idNumber: '310101000101001' })).toEqual(heldNumbers(person))
  })

  test('include the check character as a small x', () => {
    expect(heldNumbers({ ...person, idNumber: '31010119000101002X' })).toEqual([
      '31010119000101002X',
      '31010119000101002x',
      '310101000101002',
    ])
  })

  test('have no old form for those born since 2000', () => {
    expect(heldNumbers({ ...person, idNumber: '310101200001010019' })).not.toContain('310101000101001')
  })

  test('of other documents are the number itself', () => {
    expect(
      heldNumbers({ ...person, idType: 'hmt-residence-permit', idNumber: '810000190001010018' }),
    ).toEqual(Array(3).fill('810000190001010018'))
  })
})

describe('a person’s accounts', () => {
  const row = accountRow()

  test('are those with the same name, but for typing', () => {
    expect(accountsOf(person, [row])).toEqual([row])
    expect(accountsOf({ ...person, name: '沈 清 和' }, [row])).toEqual([row])
  })

  test('are not those of another name, or of none', () => {
    expect(accountsOf({ ...person, name: '沈清荷' }, [row])).toEqual([])
    expect(accountsOf(person, [accountRow({ XingMing: null })])).toEqual([])
  })

  test.each([
    ['resident-id', '01'],
    ['hmt-residence-permit', '99'],
    ['hmt-residence-permit', '01'],
    ['military-officer-id', '02'],
    ['passport', '03'],
    ['foreign-permanent-residence-id', '04'],
    ['other', '99'],
  ] as const)('of a %s are held as %s (annex A.1)', (idType, code) => {
    expect(accountsOf({ ...person, idType }, [accountRow({ ZJLX: code })])).toHaveLength(1)
  })

  test.each([
    ['resident-id', '99'],
    ['passport', '01'],
    ['other', '03'],
  ] as const)('of a %s are not those held as %s', (idType, code) => {
    expect(accountsOf({ ...person, idType }, [accountRow({ ZJLX: code })])).toEqual([])
  })

  test.each(['111', '', null])('held as document type %j are refused', (code) => {
    expect(() => accountsOf(person, [accountRow({ ZJLX: code })])).toThrow(
      expect.objectContaining({ code: 'CORE_RECORD_INVALID', where: 'GRXX.ZJLX' }),
    )
  })

  test('of somebody else’s name are not judged further', () => {
    expect(accountsOf(person, [accountRow({ XingMing: '尤佳偶', ZJLX: '111' })])).toEqual([])
  })
})
