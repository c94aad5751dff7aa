import { describe, expect, test } from '@jest/globals'
import type { DialectDefinition, Person } from '../../../../src/contracts/generated/types.ts'
import { definitionWith, sent, conversed } from '../definitions.ts'
import { findingOf, refused } from './understood.ts'

/** Three systems of codes for documents (domain.md §6.4). */
const systems = {
  'JGJ/T 320': ['01', '02', '03', '04', '99', '99'],
  'the Yangtze Delta platform': ['111', '001', '001', '001', '001', '001'],
  'GA/T 517': ['111', '114', '414', '553', '516', undefined],
} as const

const people: readonly Person[] = [
  { name: '沈清和', idType: 'resident-id', idNumber: '310101190001010011' },
  { name: '沈清和', idType: 'military-officer-id', idNumber: '南字第0000001号' },
  { name: 'LI MARIA', idType: 'passport', idNumber: 'E12345678' },
  { name: 'LI MARIA', idType: 'foreign-permanent-residence-id', idNumber: '931840190001010010' },
  { name: '陈港生', idType: 'hmt-residence-permit', idNumber: '810000190001010018' },
  { name: '沈清和', idType: 'other', idNumber: 'H0000000001' },
]

const http = { method: 'POST', path: '/q' } as const
const body = { json: { zjlx: '{person.idType|code idTypes}', zjhm: '{person.idNumber}' } }

describe.each(Object.entries(systems))('in the codes of %s', (_system, codes) => {
  const known = people.flatMap(({ idType }, i) =>
    codes[i] === undefined ? [] : [[idType, codes[i]] as const],
  )
  const definition = definitionWith([{ http, body }], { send: { idTypes: Object.fromEntries(known) } })

  test.each(people.map((person, i) => [person.idType, codes[i], person] as const))(
    '%s is asked for as %s',
    (_, code, person) => {
      const ask = () => conversed(definition, ['{"code":404}'], {}, { person }).calls[0]
      if (code === undefined) {
        expect(ask).toThrow(expect.objectContaining({ code: 'CENTRE_REFUSED' }))
        return
      }
      const call = ask()
      expect(JSON.parse(String(call?.transport === 'http' && call.body))).toEqual({
        zjlx: code,
        zjhm: person.idNumber,
      })
    },
  )
})

test('a document that has no code there is not asked for under another', () => {
  const send = { idTypes: { passport: '03' } }
  expect(() => sent({ http, body }, {}, { send })).toThrow(
    expect.objectContaining({
      code: 'CENTRE_REFUSED',
      detail: '代码表中没有对应代码 idTypes has no code for it',
    }),
  )
})

describe('an answer that says 001 for every document but one', () => {
  const fields: DialectDefinition['fields'] = { 'balance.amount': { from: 'ye', as: 'yuan' } }
  const more = {
    person: { idNumber: 'zjhm' },
    ignored: { zjlx: '001 is whatever is no resident identity card' },
  }
  const answer = (zjhm: string, person: Person) =>
    findingOf({ zjlx: '001', zjhm, ye: '1.00' }, fields, more, { person })

  test.each(people.map((person) => [person.idType, person] as const))(
    'is about the %s whose number it shows, by the number alone',
    (_, person) => {
      expect(answer(person.idNumber, person)).toMatchObject({ normalised: { unmapped: [] } })
    },
  )

  test('is not about another document of the same kind of code', () => {
    const [, , passport, foreigner] = people
    if (!passport || !foreigner) throw new RangeError('people')
    expect(() => answer(passport.idNumber, foreigner)).toThrow(
      refused('zjhm', '证件号码属于另一人 the number of another person'),
    )
  })

  test('15 digits are an old resident number, and never another document', () => {
    const foreigner = {
      name: 'LI',
      idType: 'foreign-permanent-residence-id',
      idNumber: 'KAZ110090123105',
    } as const
    expect(answer('KAZ110090123105', foreigner)).toMatchObject({ outcome: 'found' })
    expect(() => answer('310101000101001', foreigner)).toThrow(
      refused('zjhm', '证件号码属于另一人 the number of another person'),
    )
  })
})
