import { DatabaseSync } from 'node:sqlite'
import { describe, expect, test } from '@jest/globals'
import type { Person } from '../../src/contracts/generated/types.ts'
import { createOwnCore, type CoreSettings } from '../../src/providers/own-core.ts'
import { sandboxCentres } from '../../src/sandbox/centres.ts'
import type { PersonaId } from '../../src/sandbox/personas.ts'
import { openCoreDatabase } from '../../src/store/core-database.ts'
import { allFields, coreAt, now, persona, sandboxFile } from '../sandbox/cores.ts'

const settings: CoreSettings = { arrearsAfterMonths: 1, countBackPayments: true, ratioForm: 'percent' }

/** Shanghai's core after the statements. */
function shanghaiAfter(...statements: string[]) {
  const path = sandboxFile(sandboxCentres.shanghai)
  using database = new DatabaseSync(path)
  for (const statement of statements) database.exec(statement)
  return path
}

function find(path: string, person: Person, changed: Partial<CoreSettings> = {}) {
  return coreAt(path, changed).find({ person, fields: allFields, at: now })
}

describe('a person is found', () => {
  const path = shanghaiAfter("UPDATE GRXX SET ZJHM = lower(ZJHM) WHERE XingMing = '顾长宁'")

  test('under a number that the core holds with a small x', () => {
    expect(find(path, persona('sealed').person).outcome).toBe('found')
  })

  test('when asked for by the old 15 digits', () => {
    expect(find(path, { ...persona('normal').person, idNumber: '310101000101001' }).outcome).toBe('found')
  })

  test.each<[string, PersonaId, Partial<Person>]>([
    ['another name', 'normal', { name: '沈清荷' }],
    ['another number', 'normal', { idNumber: '310101190001010230' }],
    ['another kind of document', 'normal', { idType: 'passport' }],
    ['the name of somebody else there', 'normal', { name: '顾长宁' }],
    ['another name, the account being closed', 'closed', { name: '方书黑' }],
  ])('not by %s', (_, id, changes) => {
    expect(find(path, { ...persona(id).person, ...changes })).toEqual({ outcome: 'no-record' })
  })
})

describe('the centre’s settings', () => {
  const path = shanghaiAfter()

  test('say whether back-payments count', () => {
    expect(find(path, persona('back-paid').person, { countBackPayments: false })).toMatchObject({
      facts: {
        continuity: { start: '2026-05', end: '2026-10', backPaymentsCounted: false, months: { length: 22 } },
      },
    })
  })

  test('say when payments are overdue', () => {
    expect(find(path, persona('arrears').person, { arrearsAfterMonths: 5 })).toMatchObject({
      facts: { account: { arrears: false } },
    })
  })
})

describe('of a person with two accounts', () => {
  const { person } = persona('two-accounts')

  test('a withdrawn one leaves no months behind', () => {
    expect(find(shanghaiAfter(), person)).toMatchObject({ facts: { continuity: { start: '2024-11' } } })
  })

  test('a merged one (合并销户) hands its months to the open one', () => {
    const path = shanghaiAfter("UPDATE GRZHXX SET GRZHZT = '03' WHERE GRZH = '310000000060'")
    expect(find(path, person)).toMatchObject({
      facts: {
        account: { number: '310000000061' },
        continuity: { start: '2024-11', months: { length: 48, 0: '2021-11' } },
      },
    })
  })

  test('both closed, no certificate is issued', () => {
    const path = shanghaiAfter("UPDATE GRZHXX SET XHRQ = '20261101' WHERE GRZH = '310000000061'")
    expect(find(path, person)).toEqual({ outcome: 'not-issuable', reason: 'account-closed' })
  })
})

describe('loans', () => {
  test('count once when the person is borrower and co-borrower of one contract', () => {
    const { person } = persona('loan-unsettled')
    const path = shanghaiAfter(
      `INSERT INTO GTJKRXX (JKHTBH, GTJKRZJHM) VALUES ('HT310000000100', '${person.idNumber}')`,
    )
    expect(find(path, person)).toMatchObject({
      facts: { loans: { count: 1, contractTotal: 80_000_000, unsettledBalance: 65_432_109 } },
    })
  })

  test('are found under the old number', () => {
    const { person } = persona('old-number')
    const path = shanghaiAfter(
      `INSERT INTO GTJKRXX (JKHTBH, GTJKRZJHM) VALUES ('HT310000000100', '310101000101017')`,
    )
    expect(find(path, person)).toMatchObject({ facts: { loans: { count: 1, unsettledCount: 1 } } })
  })

  test('count though the contract itself is missing, with an unknown total', () => {
    const { person } = persona('co-borrower')
    const path = shanghaiAfter("DELETE FROM JKHTXX WHERE JKHTBH = 'HT310000000110'")
    const finding = find(path, person)
    expect(finding).toMatchObject({ facts: { loans: { count: 1, unsettledBalance: 48_000_000 } } })
    expect(finding).not.toHaveProperty('facts.loans.contractTotal')
  })
})

test('an account without a unit has no employer, rather than no record', () => {
  const path = shanghaiAfter("UPDATE GRZHXX SET DWZH = NULL WHERE GRZH = '310000000010'")
  expect(find(path, persona('normal').person)).toMatchObject({ outcome: 'found', facts: { employer: {} } })
})

test('a value that is not in form is named by table and element', () => {
  const path = shanghaiAfter("UPDATE GRYWMX SET FSNY = '2026-10' WHERE FSNY = '202610'")
  expect(() => find(path, persona('normal').person)).toThrow(
    expect.objectContaining({ code: 'CORE_RECORD_INVALID', where: 'GRYWMX.FSNY' }),
  )
})

test('only what was asked for is read', () => {
  const path = shanghaiAfter('DROP TABLE GRYWMX', 'DROP TABLE DKZHXX')
  const core = coreAt(path)
  const { person } = persona('normal')
  expect(
    core.find({ person, fields: ['account', 'employer', 'contribution', 'balance'], at: now }).outcome,
  ).toBe('found')
  expect(() => core.find({ person, fields: ['continuity'], at: now })).toThrow(
    expect.objectContaining({ code: 'PROVIDER_UNAVAILABLE' }),
  )
  expect(() => core.find({ person, fields: ['loans'], at: now })).toThrow(
    expect.objectContaining({ code: 'PROVIDER_UNAVAILABLE' }),
  )
  expect(core.find({ person, fields: ['balance'], at: now }).outcome).toBe('found')
})

test('all facts of one finding are of one state of the core', () => {
  const path = shanghaiAfter('PRAGMA journal_mode = WAL')
  using writer = new DatabaseSync(path)
  using database = openCoreDatabase(path)
  const meddled = {
    ...database,
    all(sql: string, ...parameters: string[]) {
      const rows = database.all(sql, ...parameters)
      writer.exec('DELETE FROM GRYWMX')
      return rows
    },
  }
  const find = () =>
    createOwnCore({ database: meddled, settings }).find({
      person: persona('normal').person,
      fields: ['continuity'],
      at: now,
    })
  expect(find()).toMatchObject({ facts: { continuity: { months: { length: 24 } } } })
  expect(find()).toMatchObject({ facts: { continuity: { months: { length: 0 } } } })
})
