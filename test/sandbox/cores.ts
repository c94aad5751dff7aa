import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from '@jest/globals'
import type { FieldSet, MemberCode } from '../../src/contracts/generated/types.ts'
import { createOwnCore, type CoreSettings, type OwnCore } from '../../src/providers/own-core.ts'
import { createSandboxCore } from '../../src/sandbox/core.ts'
import { personas, type Persona, type PersonaId } from '../../src/sandbox/personas.ts'
import { openCoreDatabase } from '../../src/store/core-database.ts'

export const today = '2026-11-24'
export const now = Date.parse('2026-11-24T09:30:00+08:00')
export const allFields: FieldSet[] = ['account', 'employer', 'contribution', 'balance', 'continuity', 'loans']

const folder = mkdtempSync(join(tmpdir(), 'core-'))
const open: Disposable[] = []
let files = 0

afterAll(() => {
  for (const resource of open) resource[Symbol.dispose]()
  rmSync(folder, { recursive: true })
})

/** A path in this test file's own folder, which goes when its tests are done. */
export function freshPath(): string {
  files += 1
  return join(folder, `${files}.db`)
}

/** A sandbox core on disk. */
export function sandboxFile(centre: MemberCode): string {
  const path = freshPath()
  createSandboxCore(path, centre, today)
  return path
}

/** The provider over a core file. */
export function coreAt(path: string, settings: Partial<CoreSettings> = {}): OwnCore {
  const database = openCoreDatabase(path)
  open.push(database)
  return createOwnCore({
    database,
    settings: { arrearsAfterMonths: 1, countBackPayments: true, ratioForm: 'percent', ...settings },
  })
}

export function persona(id: PersonaId): Persona {
  const found = personas.find((each) => each.id === id)
  if (!found) throw new RangeError(id)
  return found
}
