import { expect, test } from '@jest/globals'
import { creditCodeFault, organisationCodeHolds } from '../../src/domain/identity/credit-code.ts'
import { unitsOf } from '../../src/sandbox/core-units.ts'
import { representedCentres, sandboxCentres } from '../../src/sandbox/centres.ts'

test('the employers of the sandbox have credit codes and accounts that hold, each another', () => {
  const centres = [...Object.values(sandboxCentres), ...representedCentres.map(({ code }) => code)]
  const units = centres.flatMap(unitsOf)
  for (const { creditCode } of units) {
    expect([creditCode, creditCodeFault(creditCode)]).toEqual([creditCode, undefined])
    expect(organisationCodeHolds(creditCode)).toBe(true)
  }
  expect(new Set(units.map((unit) => unit.creditCode)).size).toBe(units.length)
  expect(new Set(units.map((unit) => unit.account)).size).toBe(units.length)
})
