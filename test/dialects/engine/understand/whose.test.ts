import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import type { DialectDefinition, Person } from '../../../../src/contracts/generated/types.ts'
import type { DialectFinding } from '../../../../src/dialects/engine/normalised.ts'
import { birthCodedNumbers } from '../../../domain/arbitraries.ts'
import { somebody } from '../definitions.ts'
import { findingOf, refused } from './understood.ts'

const fields: DialectDefinition['fields'] = { 'balance.amount': { from: 'ye', as: 'yuan' } }
const both = { person: { name: 'xm', idNumber: 'zjhm' } }

/** What is found where a record shows this name and number. */
function shown(xm: unknown, zjhm: unknown, person: Person = somebody): DialectFinding {
  return findingOf({ xm, zjhm, ye: '1.00' }, fields, both, { person })
}

function named(name: string): Person {
  return { ...somebody, name }
}

const nobody = { outcome: 'no-record' }
const found = expect.objectContaining({ outcome: 'found' })

describe('a record is the person’s', () => {
  test('by name and number', () => {
    expect(shown('沈清和', somebody.idNumber)).toEqual(found)
  })

  test.each([
    ['with a middle dot of another kind', '阿卜杜·热合曼', '阿卜杜•热合曼'],
    ['with a full stop for a middle dot', '阿卜杜·热合曼', '阿卜杜.热合曼'],
    ['with spaces around a middle dot', '阿卜杜·热合曼', '阿卜杜 · 热合曼'],
    ['with a space inside, as forms are filled', '李明', '李　明'],
    ['with spaces around it', '李明', ' 李明  '],
    ['with a rare character of a later plane', '骉㛃𬭎', '骉㛃𬭎'],
    ['with a rare character that the core could not write', '骉㛃𬭎', '骉㛃?'],
    ['in capitals', 'Maria Li', 'MARIA LI'],
    ['in full-width letters', 'Maria Li', 'Ｍａｒｉａ　Ｌｉ'],
    ['masked', '沈清和', '沈*和'],
  ])('whose name is written %s', (_, asked, name) => {
    expect(shown(name, somebody.idNumber, named(asked))).toEqual(found)
  })

  test('whose number is still the 15 digits of before 1999', () => {
    expect(shown('沈清和', '310101000101001')).toEqual(found)
  })

  test('asked for by 15 digits and shown with 18', () => {
    expect(shown('沈清和', somebody.idNumber, { ...somebody, idNumber: '310101000101001' })).toEqual(found)
  })

  test('whose 18 digits came of the 15 shown, whoever was born in the twentieth century', () => {
    fc.assert(
      fc.property(birthCodedNumbers('310101', '341400', '320102'), (idNumber) => {
        fc.pre(!/99[6-9].$/.test(idNumber))
        const fifteen = idNumber.slice(0, 6) + idNumber.slice(8, 17)
        expect(shown('沈清和', fifteen, { ...somebody, idNumber })).toEqual(found)
      }),
    )
  })

  test('with a small x at the end', () => {
    const person = { ...somebody, idNumber: '31010119000101002X' }
    expect(shown('沈清和', '31010119000101002x', person)).toEqual(found)
  })

  test('that another name under the same number is not: a person is found by both', () => {
    expect(shown('沈清荷', somebody.idNumber)).toEqual(nobody)
  })

  test('that names differing in a rare character are not', () => {
    expect(shown('骉㛃鋐', somebody.idNumber, named('骉㛃𬭎'))).toEqual(nobody)
  })
})

describe('another person’s answer is refused, and is not taken for nobody', () => {
  test.each([
    ['another number', '310101190001010230'],
    ['15 digits of another', '310101000101002'],
    ['a masked number that cannot be the one', '310102********0011'],
    ['the number of another kind of document', 'E12345678'],
  ])('%s', (_, zjhm) => {
    expect(() => shown('沈清和', zjhm)).toThrow(
      refused('zjhm', '证件号码属于另一人 the number of another person'),
    )
  })

  test('where the number is a JSON number with a loss, as 18 digits have in many a vendor’s code', () => {
    expect(() => shown('沈清和', 310101190001010000)).toThrow(
      refused('zjhm', '证件号码属于另一人 the number of another person'),
    )
  })
})

describe('whose an answer is must show', () => {
  test.each([
    [
      'no number',
      '沈清和',
      undefined,
      'zjhm',
      '无法确认记录属于何人 no number that shows whose the record is',
    ],
    [
      'an empty number',
      '沈清和',
      '',
      'zjhm',
      '无法确认记录属于何人 no number that shows whose the record is',
    ],
    [
      'a number all of stars',
      '沈清和',
      '******',
      'zjhm',
      '无法确认记录属于何人 no number that shows whose the record is',
    ],
    [
      'a list for a number',
      '沈清和',
      [somebody.idNumber],
      'zjhm',
      '无法确认记录属于何人 no number that shows whose the record is',
    ],
    [
      'no name',
      undefined,
      somebody.idNumber,
      'xm',
      '无法确认记录属于何人 no name that shows whose the record is',
    ],
    [
      'a name all of stars',
      '***',
      somebody.idNumber,
      'xm',
      '无法确认记录属于何人 no name that shows whose the record is',
    ],
    [
      'a name of UTF-8 read as ISO-8859-1',
      Buffer.from('沈清和').toString('latin1'),
      somebody.idNumber,
      'xm',
      '无法确认记录属于何人 no name that shows whose the record is',
    ],
    [
      'a name of GBK read as UTF-8',
      '\u027a\ufffd\ufffd',
      somebody.idNumber,
      'xm',
      '无法确认记录属于何人 no name that shows whose the record is',
    ],
    [
      'a name all lost',
      '???',
      somebody.idNumber,
      'xm',
      '无法确认记录属于何人 no name that shows whose the record is',
    ],
  ])('and does not by %s', (_, xm, zjhm, where, detail) => {
    const record = { ...(xm !== undefined && { xm }), ...(zjhm !== undefined && { zjhm }), ye: '1.00' }
    expect(() => findingOf(record, fields, both)).toThrow(refused(where, detail))
  })

  test('in a name alone, where the interface sends nothing else', () => {
    const byName = { person: { name: 'xm' } }
    expect(findingOf({ xm: '沈清和', ye: '1.00' }, fields, byName)).toEqual(found)
    expect(findingOf({ xm: '沈清荷', ye: '1.00' }, fields, byName)).toEqual(nobody)
  })
})
