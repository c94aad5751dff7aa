import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import type { DialectCall, DialectDefinition } from '../../src/contracts/generated/types.ts'
import type { Dialect } from '../../src/dialects/engine/dialect.ts'
import {
  type Provenance,
  provenanceOf,
  type StoredReply,
  storedReply,
} from '../../src/providers/provenance.ts'
import { differences, replayed } from '../../src/providers/replay.ts'
import { plainRecord, plainSettings, questionNow, somebody, testPeer } from '../support/dialect-peer.ts'
import { type HostileServer, httpAnswer, says, startHostileServer } from '../support/hostile-server.ts'
import { dialectOf, fixture, questionAbout, replay } from '../support/replay.ts'

type Calls = [DialectCall]

let server: HostileServer
beforeEach(async () => {
  server = await startHostileServer(says(httpAnswer(plainRecord())))
})
afterEach(async () => server[Symbol.asyncDispose]())

/** What is kept of one question to a centre over real sockets, and the dialect it was asked in. */
async function kept(body = plainRecord()): Promise<{ before: Provenance; dialect: Dialect }> {
  server.behave(says(httpAnswer(body)))
  await using peer = testPeer('plain-json', server.port)
  const { provenance } = await peer.provider.find(questionNow())
  return { before: JSON.parse(String(provenance)), dialect: peer.dialect }
}

/** The dialect as somebody changed it since. */
function changed(dialect: Dialect, changes: Partial<DialectDefinition>): Dialect {
  return { definition: { ...dialect.definition, ...changes }, version: 'changed' }
}

describe('the stored raw answer, read again', () => {
  test('gives the same bytes', async () => {
    const { before, dialect } = await kept()
    const now = replayed(before, dialect, plainSettings)
    const seed = Buffer.from(before.question.seed, 'base64')
    const again = provenanceOf(dialect, { ...before.question, seed }, before.replies, now)
    expect(again.equals(Buffer.from(JSON.stringify(before)))).toBe(true)
    expect(differences(before, now)).toEqual([])
  })

  test('gives the same facts for whatever numbers it was asked with, and asks nobody', async () => {
    const { before, dialect } = await kept()
    await server[Symbol.asyncDispose]()
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (seed) => {
        const question = { ...before.question, seed: Buffer.from(seed).toString('base64') }
        expect(differences(before, replayed({ ...before, question }, dialect, plainSettings))).toEqual([])
      }),
    )
    server = await startHostileServer()
  })

  test('gives nobody’s record again', async () => {
    const { before, dialect } = await kept('{"code":"404"}')
    const now = replayed(before, dialect, plainSettings)
    expect(now).toEqual({ outcome: 'no-record' })
    expect(differences(before, now)).toEqual([])
  })

  test('gives the same of several replies, of which one is needed to read the next', () => {
    const dialect = dialectOf('settlement')
    const settings = { node: 'C31000', nodeKey: 'Test-Node-Key-01' }
    const question = questionAbout(somebody)
    const replies: StoredReply[] = []
    const { finding } = replay(dialect, settings, question, (call) => {
      const file = call.name === 'sign-in' ? 'sign-in.bin' : 'normal.bin'
      const reply = { bytes: fixture('settlement', file).subarray(20) }
      replies.push(storedReply(call.name, reply))
      return reply
    })
    const before: Provenance = JSON.parse(String(provenanceOf(dialect, question, replies, finding)))
    expect(before.replies).toHaveLength(2)
    expect(replayed(before, dialect, settings)).toEqual(finding)
  })
})

describe('a dialect that was changed since', () => {
  test('is told by the facts that it reads otherwise', async () => {
    const { before, dialect } = await kept()
    const { fields } = dialect.definition
    const other = changed(dialect, {
      fields: {
        asOf: fields['asOf'] ?? {},
        'balance.amount': { from: 'balance', as: 'ten-thousand-yuan' },
        'account.status': { constant: 'normal' },
      },
    })
    expect(differences(before, replayed(before, other, plainSettings))).toEqual([
      'account.number',
      'account.status',
      'balance.amount',
    ])
  })

  test('is told by its outcome', async () => {
    const { before, dialect } = await kept()
    const calls = structuredClone(dialect.definition.calls)
    calls[0]?.reply.outcomes.unshift({ at: 'code', equals: ['200'], means: 'account-closed' })
    const now = replayed(before, changed(dialect, { calls }), plainSettings)
    expect(differences(before, now)).toEqual(['outcome'])
  })

  test('that cannot read the reply any more fails as the engine does', async () => {
    const { before, dialect } = await kept()
    const other = changed(dialect, { fields: { 'balance.amount': { from: 'balance', as: 'fen' } } })
    expect(() => replayed(before, other, plainSettings)).toThrow(
      expect.objectContaining({ code: 'CENTRE_ANSWER_INVALID', where: 'plain-json data/balance' }),
    )
  })

  test.each<[string, string, (calls: Calls) => DialectDefinition['calls']]>([
    ['another message', 'reply 1 (query)', ([call]) => [{ ...call, name: 'sign-in' }]],
    ['one message more', 'reply 2 (second)', ([call]) => [call, { ...call, name: 'second' }]],
  ])('that would send %s is told so', async (_, where, change) => {
    const { before, dialect } = await kept()
    const other = changed(dialect, { calls: change(dialect.definition.calls as Calls) })
    expect(() => replayed(before, other, plainSettings)).toThrow(
      expect.objectContaining({ code: 'EVIDENCE_INVALID', where }),
    )
  })

  test('that would send fewer messages is told so', async () => {
    const { before, dialect } = await kept()
    const [reply] = before.replies
    if (!reply) throw new Error('no reply')
    expect(() => replayed({ ...before, replies: [reply, reply] }, dialect, plainSettings)).toThrow(
      expect.objectContaining({ code: 'EVIDENCE_INVALID', where: 'reply 2 (query)' }),
    )
  })
})

test('a fact that is a list, and contradictions, differ by what is in them', async () => {
  const { before, dialect } = await kept()
  const now = replayed(before, dialect, plainSettings)
  if (now.outcome !== 'found') throw new Error(now.outcome)
  const contradictions = [{ rule: 'two-sources' as const, facts: ['balance.amount'] }]
  const other = {
    ...now,
    normalised: { ...now.normalised, facts: { ...now.normalised.facts, contradictions } },
  }
  expect(differences(before, other)).toEqual(['contradictions'])
})
