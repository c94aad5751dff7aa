import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { chinaDate } from '../src/clock.ts'
import type { Person } from '../src/contracts/generated/types.ts'
import { fillSyntheticPeople } from '../src/sandbox/core-people.ts'
import type { MemberFiles } from '../src/sandbox/files.ts'
import { sandboxCentres } from '../src/sandbox/centres.ts'
import { prepareSandbox } from '../src/sandbox/prepare.ts'

/** The ground that all servers stand on: a fresh sandbox federation, one centre that asks and one that answers. */
export interface Bed extends Disposable {
  folder: string
  anchors: string
  anchorsFile: string
  asker: Side
  answerer: Side
  /** People of whom the answerer's core has a record. */
  people: readonly Person[]
}

interface Side {
  code: string
  files: MemberFiles
}

/** People in the core: enough that lookups are not of a few warm pages. */
const peopleCount = 20_000

/** On the disk of the repository: a temporary folder may be memory, where a durable write costs nothing. */
const home = new URL('../.sandbox/', import.meta.url).pathname

/** Makes keys, certificates, directory and core; `now` in epoch milliseconds. Removed when disposed. */
export function makeBed(now: number): Bed {
  mkdirSync(home, { recursive: true })
  const folder = mkdtempSync(join(home, 'bench-'))
  const files = prepareSandbox(join(folder, 'federation'), now, {
    member: () => ({ exchange: 0, office: 0, ops: 0 }),
    centre: () => 0,
    identity: 0,
  })
  const [asker, answerer] = [sandboxCentres.jiangsuProvincial, sandboxCentres.shanghai].map((code) => ({
    code,
    files: files.member(code),
  })) as [Side, Side]
  return {
    folder,
    anchors: readFileSync(files.anchors, 'utf8'),
    anchorsFile: files.anchors,
    asker,
    answerer,
    people: fillSyntheticPeople(answerer.files.core, answerer.code, peopleCount, chinaDate(now)),
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  }
}
