import { fieldSets } from '../../src/domain/field-sets.ts'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { loadDialect } from '../../src/config/dialect-folder.ts'
import { createContracts } from '../../src/contracts/contracts.ts'
import type { Person } from '../../src/contracts/generated/types.ts'
import { converse } from '../../src/dialects/engine/converse.ts'
import type { Call, Dialect, DialectQuestion, Reply } from '../../src/dialects/engine/dialect.ts'
import type { DialectFinding, Normalised } from '../../src/dialects/engine/normalised.ts'

const folders = new URL('../../src/dialects/', import.meta.url)

const contracts = createContracts()
const read = new Map<string, Dialect>()

/** Read once by each test file, as checking a dialect takes longer than asking in it. */
export function dialectOf(id: string): Dialect {
  const dialect = read.get(id) ?? loadDialect(fileURLToPath(new URL(id, folders)), contracts)
  read.set(id, dialect)
  return dialect
}

/** Bytes of a sample reply of a dialect. */
export function fixture(id: string, file: string): Buffer {
  return readFileSync(new URL(`${id}/fixtures/${file}`, folders))
}

/** A question of the lending centre in Shanghai, at 2026-11-24 09:30:00 in China. */
export function questionAbout(person: Person, more: Partial<DialectQuestion> = {}): DialectQuestion {
  return {
    person,
    fields: fieldSets,
    centre: { code: '320101000000000', name: '江苏省省级机关住房资金管理中心' },
    addressee: { code: '310000000000000', name: '上海市公积金管理中心' },
    applicationNumber: 'A1',
    at: Date.UTC(2026, 10, 24, 1, 30),
    seed: Buffer.alloc(16, 7),
    ...more,
  }
}

export interface Replayed {
  calls: Call[]
  finding: DialectFinding
}

/** A whole conversation in which the centre answers each call by `reply`. */
export function replay(
  dialect: Dialect,
  settings: Readonly<Record<string, string>>,
  question: DialectQuestion,
  reply: (call: Call) => Reply,
): Replayed {
  const calls: Call[] = []
  const conversation = converse(dialect, settings, question)
  let step = conversation.next()
  while (!step.done) {
    calls.push(step.value)
    step = conversation.next(reply(step.value))
  }
  return { calls, finding: step.value }
}

/** What was found, where something must have been. */
export function foundIn({ finding }: { finding: DialectFinding }): Normalised {
  if (finding.outcome !== 'found') throw new Error(`the outcome is ${finding.outcome}`)
  return finding.normalised
}
