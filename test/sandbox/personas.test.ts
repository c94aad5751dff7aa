import { describe, expect, test } from '@jest/globals'
import { createContracts } from '../../src/contracts/contracts.ts'
import { checkIdNumber } from '../../src/domain/identity/id-number.ts'
import { representedCentres, sandboxCentres } from '../../src/sandbox/centres.ts'
import { isHeldAt, personas } from '../../src/sandbox/personas.ts'

function at(centre: string) {
  return personas.filter((each) => isHeldAt(each, centre))
}

describe('personas', () => {
  test('have identity numbers that hold, each another', () => {
    for (const { person } of personas) {
      expect([person.idNumber, checkIdNumber(person.idType, person.idNumber, '2026-11-24')]).toEqual([
        person.idNumber,
        undefined,
      ])
    }
    expect(new Set(personas.map((each) => each.person.idNumber)).size).toBe(personas.length)
  })

  test('were born in 1900, so that nobody real is meant', () => {
    for (const { person } of personas) expect(person.idNumber.slice(6, 10)).toBe('1900')
  })

  test('have a name and id each of their own', () => {
    expect(new Set(personas.map((each) => each.id)).size).toBe(personas.length)
    expect(new Set(personas.map((each) => each.person.name)).size).toBe(personas.length)
  })

  test('can be asked about', () => {
    const contracts = createContracts()
    for (const { person } of personas) {
      expect(contracts.check('deposit-record.check.request', { person })).toMatchObject({ ok: true })
    }
  })

  test('are all at Shanghai but for the one without an account, and several at every centre', () => {
    expect(at(sandboxCentres.shanghai).length).toBe(personas.length - 1)
    for (const centre of Object.values(sandboxCentres)) expect(at(centre).length).toBeGreaterThanOrEqual(4)
    expect(personas.find((each) => each.id === 'two-cities')?.centres).toEqual([
      sandboxCentres.shanghai,
      sandboxCentres.hangzhou,
    ])
  })

  test('are all at every represented centre, but for the one without an account', () => {
    for (const { code } of representedCentres) expect(at(code).length).toBe(personas.length - 1)
  })
})
