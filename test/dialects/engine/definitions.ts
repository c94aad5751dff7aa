import type { DialectCall, DialectDefinition, DialectReply } from '../../../src/contracts/generated/types.ts'
import { converse } from '../../../src/dialects/engine/converse.ts'
import type { Call, Reply } from '../../../src/dialects/engine/dialect.ts'
import type { DialectFinding } from '../../../src/dialects/engine/normalised.ts'
import { questionAbout, replay } from '../../support/replay.ts'

export const somebody = { name: '沈清和', idType: 'resident-id', idNumber: '310101190001010011' } as const

export const plainReply: DialectReply = {
  format: 'json',
  outcomes: [
    { at: 'code', equals: ['404'], means: 'no-record' },
    { at: 'code', equals: ['200'], means: 'answered' },
  ],
}

/** A definition that fits its schema, with these calls. */
export function definitionWith(
  calls: readonly Partial<DialectCall>[],
  more: Partial<DialectDefinition> = {},
): DialectDefinition {
  return {
    dialect: 'test',
    title: { en: 'Test', zh: '测试' },
    calls: calls.map((call, i) => ({ name: `call-${i + 1}`, reply: plainReply, ...call })),
    person: { idNumber: 'id' },
    fields: { 'balance.amount': { from: 'balance', as: 'fen' } },
    ...more,
  }
}

/** What a conversation sends and finds, with these replies in turn. */
export function conversed(
  definition: DialectDefinition,
  replies: readonly (string | Buffer | Reply)[],
  settings: Readonly<Record<string, string>> = {},
  more: Parameters<typeof questionAbout>[1] = {},
): { calls: Call[]; finding: DialectFinding } {
  let next = 0
  return replay({ definition, version: 'v' }, settings, questionAbout(somebody, more), () => {
    const reply = replies[next++] ?? ''
    return typeof reply === 'string' || Buffer.isBuffer(reply) ? { bytes: Buffer.from(reply) } : reply
  })
}

/** The first call of a conversation. */
export function sent(
  call: Partial<DialectCall>,
  settings: Readonly<Record<string, string>> = {},
  more: Partial<DialectDefinition> = {},
): Call {
  const dialect = { definition: definitionWith([call], more), version: 'v' }
  const { value } = converse(dialect, settings, questionAbout(somebody)).next()
  if (!value || 'outcome' in value) throw new Error('nothing is sent')
  return value
}
