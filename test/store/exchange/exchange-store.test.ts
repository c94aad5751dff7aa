import { randomBytes, randomUUIDv7 } from 'node:crypto'
import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import type { ConsentUse } from '../../../src/domain/consent.ts'
import { verifyChain } from '../../../src/journal/verify-chain.ts'
import type { Store } from '../../../src/store/store.ts'
import { conclusion, entryOf, exchangedAt as now, freshKey } from '../../support/exchange-drafts.ts'
import { type Ground, stopStoreServers, storeKinds } from '../../support/store-grounds.ts'

const master = randomBytes(32)

afterAll(stopStoreServers)

describe.each(storeKinds)('in $kind', (kind) => {
  let ground: Ground
  let store: Store
  /** Another process of the same member. */
  let other: Store

  beforeEach(async () => {
    ground = await kind.ground()
    store = await ground.open(master)
    other = await ground.open(master)
  })
  afterEach(() => ground.remove())

  describe('a claim', () => {
    test('is given once; the same bytes then get the stored answer, other bytes nothing', async () => {
      const key = freshKey()
      expect(await store.exchanges.claim(key, 'digest', now)).toBeUndefined()
      await store.exchanges.conclude(conclusion(key))
      const answer = { status: 200, bytes: Buffer.from('answer') }
      for (const each of [store, other]) {
        expect(await each.exchanges.claim(key, 'digest', now)).toEqual({ state: 'repeated', answer })
        expect(await each.exchanges.claim(key, 'another digest', now)).toEqual({ state: 'other-bytes' })
      }
    })

    test('T43 of two processes at once is given to one of them', async () => {
      const keys = Array.from({ length: 100 }, freshKey)
      const claims = await Promise.all(
        keys.map((key) =>
          Promise.all([store, other].map((each) => each.exchanges.claim(key, 'digest', now))),
        ),
      )
      for (const pair of claims)
        expect(pair.map((held) => held?.state).sort()).toEqual(['in-progress', undefined])
    })

    test('of another process is left alone for 30 s, and taken over after', async () => {
      const key = freshKey()
      await other.exchanges.claim(key, 'digest', now)
      expect(await store.exchanges.claim(key, 'digest', now + 29_001)).toEqual({
        state: 'in-progress',
        retryAfterSeconds: 1,
      })
      expect(await store.exchanges.claim(key, 'digest', now + 30_000)).toBeUndefined()
    })

    test('that was taken over meanwhile cannot be concluded, and nothing of the answer is kept', async () => {
      const key = freshKey()
      await other.exchanges.claim(key, 'digest', now)
      await store.exchanges.claim(key, 'digest', now + 30_000)
      const certificate = {
        number: '31000020261124000001O',
        centre: undefined,
        digest: 'd',
        validUntil: '2026-12-24',
      }
      const entry = { ...entryOf(key, 'issued'), at: now + 30_000 }
      const late = await other.exchanges.conclude({ ...conclusion(key), entry, certificate })
      expect(late).toEqual({ state: 'in-progress', retryAfterSeconds: 30 })
      expect(await store.certificates.issued(certificate.number)).toBeUndefined()
      expect(await Array.fromAsync(store.journal.all())).toEqual([])
      await store.exchanges.conclude(conclusion(key))
      expect((await store.evidence.kept(key.id))?.answer.toString()).toBe('answer')
    })

    test('that was concluded cannot be concluded again', async () => {
      const key = freshKey()
      await store.exchanges.claim(key, 'digest', now)
      await store.exchanges.conclude(conclusion(key))
      const answer = { status: 200, bytes: Buffer.from('answer') }
      expect(await store.exchanges.conclude(conclusion(key, 'another'))).toEqual({
        state: 'repeated',
        answer,
      })
      expect(await Array.fromAsync(store.journal.all())).toHaveLength(1)
    })

    test('that was released is free, and the refusal is written down', async () => {
      const key = freshKey()
      await store.exchanges.claim(key, 'digest', now)
      await store.exchanges.release(key, entryOf(key, 'PROVIDER_UNAVAILABLE'))
      expect(await other.exchanges.claim(key, 'digest', now)).toBeUndefined()
      expect((await Array.fromAsync(store.journal.all())).map(({ outcome }) => outcome)).toEqual([
        'PROVIDER_UNAVAILABLE',
      ])
    })
  })

  describe('an exchange that nobody claimed', () => {
    test('is free to be executed, and looking at it writes nothing', async () => {
      expect(await store.exchanges.held(freshKey(), 'digest', now)).toBeUndefined()
      expect(await ground.sql('select * from exchange')).toEqual([])
    })

    test('T43 is concluded once, however many come to it: the others get the answer that was kept', async () => {
      const keys = Array.from({ length: 50 }, freshKey)
      await Promise.all(
        keys.map(async (key) => {
          const concluded = await Promise.all(
            [store, other, store].map((each, i) => each.exchanges.conclude(conclusion(key, `answer ${i}`))),
          )
          expect(concluded.filter((held) => held === undefined)).toHaveLength(1)
          const bytes = Buffer.from(`answer ${concluded.indexOf(undefined)}`)
          const repeated = { state: 'repeated', answer: { status: 200, bytes } }
          expect(concluded.filter((held) => held !== undefined)).toEqual([repeated, repeated])
          expect(await other.exchanges.held(key, 'digest', now)).toEqual(repeated)
        }),
      )
      expect(await Array.fromAsync(store.journal.all())).toHaveLength(50)
    })

    test('T44 is concluded for one of two bodies', async () => {
      const key = freshKey()
      await store.exchanges.conclude(conclusion(key))
      const entry = { ...entryOf(key, 'issued'), requestDigest: 'another digest' }
      expect(await other.exchanges.conclude({ ...conclusion(key), entry })).toEqual({ state: 'other-bytes' })
      expect(await Array.fromAsync(store.journal.all())).toHaveLength(1)
    })

    test('is not concluded under the claim of another process, until that has run out', async () => {
      const key = freshKey()
      await other.exchanges.claim(key, 'digest', now - 29_000)
      const early = await store.exchanges.conclude(conclusion(key))
      expect(early).toEqual({ state: 'in-progress', retryAfterSeconds: 1 })
      const entry = { ...entryOf(key, 'issued'), at: now + 1_000 }
      expect(await store.exchanges.conclude({ ...conclusion(key), entry })).toBeUndefined()
    })

    test('gets the answer kept, and not a refusal, where that answer used up the consent', async () => {
      const key = freshKey()
      const consent: ConsentUse = {
        issuer: key.issuer,
        reference: 'r',
        subject: 's',
        purpose: 'remote-housing-loan',
        application: 'a',
        fields: undefined,
        expires: '2026-12-24',
        singleUse: true,
      }
      await other.exchanges.conclude({ ...conclusion(key), consent })
      expect(await store.exchanges.conclude({ ...conclusion(key, 'second'), consent })).toMatchObject({
        state: 'repeated',
      })
      await expect(store.exchanges.conclude({ ...conclusion(freshKey()), consent })).rejects.toMatchObject({
        code: 'BASIS_USED',
      })
    })
  })

  describe('what is kept', () => {
    test('an answer and its journal entry are there together for others as soon as the promise holds', async () => {
      const keys = Array.from({ length: 20 }, freshKey)
      await Promise.all(
        keys.map(async (key) => {
          await store.exchanges.claim(key, 'digest', now)
          await store.exchanges.conclude(conclusion(key))
          expect(await other.evidence.kept(key.id)).toMatchObject({
            answer: Buffer.from('answer'),
            request: Buffer.from('request'),
            journal: [{ exchangeId: key.id }],
          })
        }),
      )
    })

    test('two processes make one chain', async () => {
      await Promise.all(
        Array.from({ length: 200 }, (_, i) =>
          (i % 2 ? store : other).exchanges.record(entryOf(freshKey(), String(i))),
        ),
      )
      const entries = await Array.fromAsync(store.journal.all())
      expect(entries).toHaveLength(200)
      expect(verifyChain(entries, await other.journal.head())).toEqual({
        ok: true,
        head: await store.journal.head(),
      })
    })

    test('T117 stored bytes that were altered are EVIDENCE_INVALID, and no answer to a repeat', async () => {
      const key = freshKey()
      await store.exchanges.claim(key, 'digest', now)
      await store.exchanges.conclude({ ...conclusion(key), provenance: Buffer.from('answer') })
      await ground.sql('update exchange set answer = provenance where provenance is not null')
      await expect(store.evidence.kept(key.id)).rejects.toThrow(
        expect.objectContaining({ code: 'EVIDENCE_INVALID' }),
      )
      await expect(store.exchanges.claim(key, 'digest', now)).rejects.toThrow()
    })

    test('nothing of a message is readable in the file', async () => {
      const key = freshKey()
      await store.exchanges.claim(key, 'digest', now)
      await store.exchanges.conclude(conclusion(key, '310101190001010011'))
      const [row] = await ground.sql('select request, answer from exchange')
      for (const column of [row?.['request'], row?.['answer']]) {
        expect(Buffer.from(column as Uint8Array).toString('latin1')).not.toMatch(/request|3101011900/)
      }
    })
  })

  describe('running numbers', () => {
    test('are unique across processes and restarts', async () => {
      const taken: number[] = []
      for (let round = 0; round < 3; round += 1) {
        const third = await ground.open(master)
        taken.push(
          ...(await Promise.all(
            Array.from(
              { length: 150 },
              (_, i) => [store, other, third][i % 3]?.numbers.next('certificate') ?? 0,
            ),
          )),
        )
      }
      expect(taken.every((number) => number > 0)).toBe(true)
      expect(new Set(taken).size).toBe(taken.length)
    })

    test('of each name begin with 1', async () => {
      expect(await store.numbers.next('a')).toBe(1)
      expect(await store.numbers.next('b')).toBe(1)
      expect(await store.numbers.next('b')).toBe(2)
    })
  })

  describe('the evidence of an exchange', () => {
    test('keeps the directory under which it was judged, whatever has come since', async () => {
      await store.directory.keep(1, 'directory of then')
      const key = freshKey()
      await store.exchanges.claim(key, 'digest', now)
      await store.exchanges.conclude(conclusion(key))
      await store.directory.keep(2, 'directory of today')
      expect((await store.directory.last())?.bytes.toString()).toBe('directory of today')
      expect(await store.evidence.kept(key.id)).toMatchObject({
        request: Buffer.from('request'),
        answer: Buffer.from('answer'),
        directory: 'directory of then',
        journal: [{ outcome: 'issued' }],
      })
    })

    test('does not mix two askers who used one id', async () => {
      await store.directory.keep(1, 'directory')
      const first = freshKey()
      const second = { ...first, issuer: '330100000000000' }
      for (const key of [first, second]) {
        await store.exchanges.claim(key, 'digest', now)
        await store.exchanges.conclude(conclusion(key, key.issuer))
      }
      const kept = await store.evidence.kept(first.id)
      expect(kept?.answer.toString()).toBe(first.issuer)
      expect(kept?.journal.map(({ issuer }) => issuer)).toEqual([first.issuer])
    })

    test('is nothing for an id that was never used, or not concluded', async () => {
      const key = freshKey()
      await store.exchanges.claim(key, 'digest', now)
      expect(await store.evidence.kept(key.id)).toBeUndefined()
      expect(await store.evidence.kept(randomUUIDv7())).toBeUndefined()
    })
  })

  describe('where facts came from', () => {
    const provenance = Buffer.from('{"replies":["沈清和"]}')

    test('is kept with the exchange, sealed', async () => {
      const key = freshKey()
      await store.exchanges.claim(key, 'digest', now)
      await store.exchanges.conclude({ ...conclusion(key), provenance })
      expect(await other.evidence.provenance(key.id)).toEqual(provenance)
      const [row] = await ground.sql('select provenance from exchange')
      expect(Buffer.from(row?.['provenance'] as Uint8Array).includes('replies')).toBe(false)
    })

    test('is absent where they are our own, and of an exchange that nobody knows', async () => {
      const key = freshKey()
      await store.exchanges.claim(key, 'digest', now)
      await store.exchanges.conclude(conclusion(key))
      expect(await store.evidence.provenance(key.id)).toBeUndefined()
      expect(await store.evidence.provenance(freshKey().id)).toBeUndefined()
    })

    test('that was moved to another exchange is not believed', async () => {
      const [one, two] = [freshKey(), freshKey()]
      for (const key of [one, two]) {
        await store.exchanges.claim(key, 'digest', now)
        await store.exchanges.conclude({ ...conclusion(key), provenance })
      }
      await ground.sql(
        `update exchange set provenance = (select provenance from exchange where id = '${one.id}') where id = '${two.id}'`,
      )
      await expect(store.evidence.provenance(two.id)).rejects.toThrow(
        expect.objectContaining({ code: 'EVIDENCE_INVALID' }),
      )
    })
  })

  describe('an exchange with oneself', () => {
    const sending = { at: now, directoryVersion: 1 }

    test('is kept once as asked and once as answered', async () => {
      const key = freshKey()
      const asked = { ...entryOf(key, 'sent'), kind: 'asked' as const }
      await store.exchanges.sent(key, Buffer.from('request'), sending, asked)
      expect(await store.exchanges.claim(key, 'digest', now)).toBeUndefined()
      await store.exchanges.conclude({ ...conclusion(key), provenance: Buffer.from('lineage') })
      expect(await store.evidence.kept(key.id)).toBeUndefined()
      const received = { status: 200, bytes: Buffer.from('received') }
      await store.exchanges.concludeAsk(key, received, { ...entryOf(key, 'issued'), kind: 'concluded' })
      expect((await store.evidence.kept(key.id))?.answer.toString()).toBe('received')
      expect((await store.evidence.provenance(key.id))?.toString()).toBe('lineage')
      expect(await store.exchanges.claim(key, 'digest', now)).toEqual({
        state: 'repeated',
        answer: { status: 200, bytes: Buffer.from('answer') },
      })
    })

    test('of a peer with an id of ours leaves ours alone', async () => {
      const key = freshKey()
      await store.exchanges.sent(key, Buffer.from('request'), sending, {
        ...entryOf(key, 'sent'),
        kind: 'asked',
      })
      await store.exchanges.claim(key, 'digest', now)
      await store.exchanges.release(key, entryOf(key, 'PROVIDER_UNAVAILABLE'))
      await store.exchanges.concludeAsk(
        key,
        { status: 200, bytes: Buffer.from('received') },
        entryOf(key, 'issued'),
      )
      expect((await store.evidence.kept(key.id))?.request.toString()).toBe('request')
    })
  })
})
