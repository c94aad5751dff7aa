import { expect, test } from '@jest/globals'
import { outcomesOf } from '../../../src/console/board/message-states.ts'
import { catalogue } from '../../../src/errors.ts'

const states = ['sent', 'answered', 'no-record', 'refused', 'not-asked'] as const

test('no outcome stands in two states, and every code of an error in one', () => {
  const all = states.flatMap((state) => [...outcomesOf(state)])
  expect(all.length).toBe(new Set(all).size)
  expect(Object.keys(catalogue).filter((code) => !all.includes(code))).toEqual([])
})

test('who refuses a question was asked; who fails, is not reached or does not know who asks was not', () => {
  expect(outcomesOf('refused')).toEqual(expect.arrayContaining(['BASIS_REQUIRED', 'RATE_LIMITED']))
  expect(outcomesOf('not-asked')).toEqual(
    expect.arrayContaining(['PEER_TIMEOUT', 'STORE_UNAVAILABLE', 'CERTIFICATE_UNTRUSTED']),
  )
})
