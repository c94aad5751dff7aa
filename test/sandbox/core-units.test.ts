import { expect, test } from '@jest/globals'
import { creditCodeFault, organisationCodeHolds } from '../../src/domain/identity/credit-code.ts'
import { unitsOf } from '../../src/sandbox/core-units.ts'
import { sandboxCentres } from '../../src/sandbox/personas.ts'

test('the employers of the sandbox have credit codes and accounts that hold, each another', () => {
  const units = Object.values(sandboxCentres).flatMap(unitsOf)
  for (const { creditCode } of units) {
    expect([creditCode, creditCodeFault(creditCode)]).toEqual([creditCode, undefined])
    expect(organisationCodeHolds(creditCode)).toBe(true)
  }
  expect(new Set(units.map((unit) => unit.creditCode)).size).toBe(units.length)
  expect(new Set(units.map((unit) => unit.account)).size).toBe(units.length)
})
