import { describe, expect, test } from '@jest/globals'
import type { ErrorCode } from '../../src/errors.ts'
import { representedCentres } from '../../src/sandbox/centres.ts'
import type { Misbehaviour } from '../../src/sandbox/simulators/simulator.ts'
import { heldAccount } from '../sandbox/simulators/held-by-hand.ts'
import { askOverWire, type SimulatedCentre } from '../support/ask-over-wire.ts'
import { type DialectId, dialectIds } from '../support/dialect-setups.ts'
import { foundIn } from '../support/replay.ts'

/** What is told of a centre that misbehaves. */
type Faults = Partial<Record<Misbehaviour, ErrorCode>>

const usual: Faults = {
  down: 'CENTRE_UNAVAILABLE',
  'wrong-status': 'CENTRE_UNAVAILABLE',
  empty: 'CENTRE_ANSWER_INVALID',
  truncated: 'CENTRE_ANSWER_INVALID',
  'wrong-charset': 'CENTRE_ANSWER_INVALID',
}

/** Over TCP nothing at all is a connection that ended, and so is half a reply that ends with the stream. */
const faults: Readonly<Record<DialectId, Faults>> = {
  antchain: usual,
  'bank-fen': usual,
  'bsp-tags': { ...usual, empty: 'CENTRE_UNAVAILABLE', truncated: 'CENTRE_UNAVAILABLE' },
  epoint: usual,
  huidao: usual,
  settlement: { ...usual, empty: 'CENTRE_UNAVAILABLE' },
  shineyue: usual,
  'suzhou-query': usual,
  ybmap: usual,
  'yrd-hub': usual,
}

/** By which rules a centre contradicts itself whose flags, states or words are the wrong way round. */
const contradictions: Readonly<Record<DialectId, readonly { rule: string; facts?: string[] }[]>> = {
  antchain: [{ rule: 'unsettled-against-loans' }],
  'bank-fen': [{ rule: 'unsettled-against-loans' }],
  'bsp-tags': [{ rule: 'two-sources', facts: ['account.status'] }],
  epoint: [{ rule: 'unsettled-against-loans' }],
  huidao: [{ rule: 'six-months-against-run' }, { rule: 'unsettled-against-loans' }],
  settlement: [{ rule: 'unsettled-against-loans' }],
  shineyue: [{ rule: 'unsettled-against-loans' }],
  'suzhou-query': [{ rule: 'total-against-parts' }],
  ybmap: [{ rule: 'two-sources', facts: ['account.status'] }],
  'yrd-hub': [{ rule: 'usage-against-loans' }],
}

const centres: readonly { what: string; centre: SimulatedCentre }[] = [
  ...dialectIds.map((dialect) => ({ what: dialect, centre: { dialect } })),
  { what: 'suzhou-query in texts', centre: { dialect: 'suzhou-query', settings: { values: 'texts' } } },
]

/** antchain has a flag for settled loans alone. */
const settledLoan = heldAccount({
  loans: [{ contract: 'HT1', amount: 50_000_000, balance: 0, settled: '20260520' }],
})

test('every dialect of the sandbox is asked', () => {
  expect(new Set(representedCentres.map(({ dialect }) => dialect))).toEqual(new Set(dialectIds))
})

describe.each(centres)('over the wire, a centre that speaks $what', ({ centre }) => {
  test('is understood whole', async () => {
    const { facts, unmapped } = foundIn({ finding: await askOverWire(centre) })
    expect(facts.balance).toStrictEqual({ amount: 6_912_000 })
    expect(facts).not.toHaveProperty('contradictions')
    expect(unmapped).toEqual([])
  })

  test.each(Object.entries(faults[centre.dialect]) as [Misbehaviour, ErrorCode][])(
    'and is %s: %s',
    async (misbehaviour, code) => {
      await expect(askOverWire({ ...centre, misbehaviour })).rejects.toMatchObject({ code })
    },
  )

  test('and means the reverse contradicts itself', async () => {
    const accounts = centre.dialect === 'antchain' ? [settledLoan] : [heldAccount()]
    const finding = await askOverWire({ ...centre, accounts, misbehaviour: 'inverted-code' })
    const told = foundIn({ finding }).facts.contradictions ?? []
    expect(told.toSorted((a, b) => a.rule.localeCompare(b.rule))).toMatchObject(
      contradictions[centre.dialect],
    )
  })
})
