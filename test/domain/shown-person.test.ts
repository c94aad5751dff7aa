import { describe, expect, test } from '@jest/globals'
import type { Person } from '../../src/contracts/generated/types.ts'
import { likenessOfIdNumber, likenessOfName } from '../../src/domain/shown-person.ts'

const person: Person = { name: '沈清和', idType: 'resident-id', idNumber: '310101190001010011' }
const rare: Person = { ...person, name: '骉㛃𬭎' }

describe('a name that an answer shows', () => {
  test.each(['沈清和', ' 沈清和 ', '沈*和', '沈**', '沈*', '*清和', '沈＊和', '沈***和'])(
    '%s is the same',
    (shown) => {
      expect(likenessOfName(shown, person)).toBe('same')
    },
  )

  test.each(['沈清荷', '沈*荷', '顾*和', '沈', '沈*清', '*荷'])('%s is another', (shown) => {
    expect(likenessOfName(shown, person)).toBe('other')
  })

  test.each(['*', '***', '？？'])('%s shows nothing', (shown) => {
    expect(likenessOfName(shown, person)).toBe('nothing-shown')
  })

  // iconv-lite makes one question mark of a character beyond the basic plane, others make two
  test.each(['骉㛃?', '骉㛃??', '骉??', '骉??\ufffd', '骉㛃？'])(
    '%s has lost characters that its core could not write, and is the same',
    (shown) => {
      expect(likenessOfName(shown, rare)).toBe('same')
    },
  )

  test.each(['骦??', '骉?𬭎明'])('%s has lost characters and is another', (shown) => {
    expect(likenessOfName(shown, rare)).toBe('other')
  })
})

describe('a number that an answer shows', () => {
  test.each([
    '310101190001010011',
    '310101000101001',
    '310101********0011',
    '3101***********011',
    '310101******001',
  ])('%s is the same', (shown) => {
    expect(likenessOfIdNumber(shown, person)).toBe('same')
  })

  test.each(['31010119000101002X', '310101********0012', '310101????????0011', '310102********0011'])(
    '%s is another',
    (shown) => {
      expect(likenessOfIdNumber(shown, person)).toBe('other')
    },
  )

  test('hidden as a whole shows nothing', () => {
    expect(likenessOfIdNumber('******************', person)).toBe('nothing-shown')
  })
})
