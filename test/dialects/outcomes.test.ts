import { describe, expect, test } from '@jest/globals'
import type { ErrorCode } from '../../src/errors.ts'
import { asItIs, type DialectReplies, repliesOf } from '../support/dialect-replies.ts'
import { type DialectId, dialectIds, dialectSetups } from '../support/dialect-setups.ts'
import { dialectOf } from '../support/replay.ts'

/** Samples by what is told of them. */
interface Outcomes {
  noRecord: readonly string[]
  closed: readonly string[]
  faults: Readonly<Record<string, ErrorCode>>
}

const usual: Outcomes = {
  noRecord: ['no-record'],
  closed: ['closed'],
  faults: { refusal: 'CENTRE_REFUSED', busy: 'CENTRE_UNAVAILABLE', fault: 'CENTRE_UNAVAILABLE' },
}

const notAllowed: Outcomes = { ...usual, faults: { ...usual.faults, 'not-allowed': 'CENTRE_REFUSED' } }

const outcomes: Readonly<Record<DialectId, Outcomes>> = {
  antchain: { ...usual, noRecord: ['no-record', 'not-found'] },
  'bank-fen': usual,
  'bsp-tags': usual,
  epoint: notAllowed,
  huidao: notAllowed,
  settlement: {
    ...usual,
    faults: { ...usual.faults, 'in-progress': 'CENTRE_UNAVAILABLE', failed: 'CENTRE_UNAVAILABLE' },
  },
  shineyue: { ...notAllowed, noRecord: ['no-record', 'nobody-by-text'] },
  // Has no word for a fault
  'suzhou-query': { ...usual, faults: {} },
  ybmap: { ...notAllowed, closed: ['closed', 'closed-readable'] },
  'yrd-hub': notAllowed,
}

interface Asked {
  what: string
  dialect: DialectId
  replies: DialectReplies
}

const asked: readonly Asked[] = [
  ...dialectIds.map((dialect) => ({ what: dialect, dialect, replies: repliesOf(dialect) })),
  {
    what: 'huidao, at its pre-check',
    dialect: 'huidao',
    replies: repliesOf('huidao', { travels: asItIs }),
  },
]

describe.each(asked)('in $what', ({ dialect, replies }) => {
  const { noRecord, closed, faults } = outcomes[dialect]
  const { sample } = replies

  test.each(noRecord)('%s is that there is nobody, once the old number was tried too', (name) => {
    const { finding, calls } = sample(name, 'no-account')
    expect(finding).toEqual({ outcome: 'no-record' })
    const questions = calls.filter((call) => call.name === calls.at(-1)?.name)
    expect(questions.map(dialectSetups[dialect].numberIn)).toEqual(['310101190001010070', '310101000101007'])
  })

  test.each(closed)('%s is that nothing is issued', (name) => {
    expect(sample(name, 'closed').finding).toEqual({ outcome: 'not-issuable', reason: 'account-closed' })
  })

  for (const [name, code] of Object.entries(faults)) {
    test(`${name} is ${code}`, () => {
      expect(() => sample(name)).toThrow(expect.objectContaining({ code }))
    })
  }
})

const withFaults = asked.filter(({ dialect }) => 'busy' in outcomes[dialect].faults)

test.each(withFaults)(
  'in $what a busy centre is told from one at fault, though both may pass',
  ({ replies }) => {
    for (const name of ['busy', 'fault']) {
      expect(() => replies.sample(name)).toThrow(
        expect.objectContaining({ detail: `应答表示暂不可用 the reply says ${name}` }),
      )
    }
  },
)

const overHttp = asked.filter(({ dialect }) => dialectOf(dialect).definition.calls.some(({ http }) => http))

test.each(overHttp)('in $what a good answer under HTTP 500 is CENTRE_UNAVAILABLE', ({ replies }) => {
  expect(() => replies.sample('normal', 'normal', 500)).toThrow(
    expect.objectContaining({ code: 'CENTRE_UNAVAILABLE' }),
  )
})
