import { describe, expect, test } from '@jest/globals'
import { checkIdNumber } from '../../src/domain/identity/id-number.ts'
import { fillSyntheticPeople } from '../../src/sandbox/core-people.ts'
import { sandboxCentres } from '../../src/sandbox/centres.ts'
import { allFields, coreAt, now, persona, sandboxFile, today } from './cores.ts'

const centre = sandboxCentres.shanghai

describe('synthetic people', () => {
  const path = sandboxFile(centre)
  const people = fillSyntheticPeople(path, centre, 1200, today)
  const core = coreAt(path)

  test('are as many as asked for, each another, with numbers that hold', () => {
    expect(new Set(people.map((person) => person.idNumber)).size).toBe(1200)
    for (const { idType, idNumber } of people) {
      expect(checkIdNumber(idType, idNumber, today)).toBeUndefined()
      expect(idNumber.slice(6, 10)).toBe('1901')
    }
  })

  test('are all found with 24 months, every third with a settled loan', () => {
    for (const [i, person] of people.entries()) {
      const finding = core.find({ person, fields: allFields, at: now })
      expect(finding).toMatchObject({ outcome: 'found' })
      if (finding.outcome !== 'found') continue
      expect(finding.facts.continuity?.months).toHaveLength(24)
      expect(finding.facts.loans?.count).toBe(i % 3 === 0 ? 1 : 0)
    }
  })

  test('stand beside the personas', () => {
    expect(core.find({ person: persona('normal').person, fields: [], at: now }).outcome).toBe('found')
  })

  test('are not more than there are numbers for', () => {
    expect(() => fillSyntheticPeople(path, centre, 363_176, today)).toThrow(
      expect.objectContaining({ code: 'CONFIG_INVALID' }),
    )
  })
})
