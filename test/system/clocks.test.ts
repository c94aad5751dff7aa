import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Context } from '../../src/composition/context.ts'
import { sandboxQuestion } from '../../src/sandbox/question.ts'
import { serveInProcess } from '../support/in-process.ts'
import { certificateRequest, memberOf, post, signed, verified } from '../support/member-client.ts'
import { jiangsu, prepareFederation, shanghai, type TestFederation } from '../support/sandbox.ts'

const hourMs = 3_600_000
let federation: TestFederation
let asker: Context
/** How far the asker's clock is off. */
let off = 0

beforeAll(async () => {
  // Made two hours ago, so that its certificates hold for a clock that is slow.
  federation = await prepareFederation(Date.now() - 2 * hourMs)
  await federation.start(shanghai)
  asker = (await serveInProcess(federation, jiangsu, { clock: () => Date.now() + off })).context
})
afterAll(() => federation.close())

describe.each([
  ['an hour fast', hourMs],
  ['an hour slow', -hourMs],
])('T114 a clock that is %s', (_, skew) => {
  test('has its questions refused by the centre, signed, with the skew', async () => {
    off = skew
    const question = sandboxQuestion(jiangsu, [shanghai], 'normal', Date.now())
    const { results } = await asker.ask(question)
    expect(results).toMatchObject([{ state: 'refused', problem: { code: 'CLOCK_SKEW' } }])
    expect(Math.round((results[0]?.problem?.skewSeconds ?? 0) / 60)).toBe(skew / 60_000)
  })

  test('has good questions of others refused with the skew, and nothing is executed', async () => {
    off = skew
    const member = memberOf(federation, shanghai)
    const bytes = await signed(member, certificateRequest(shanghai, jiangsu))
    const answer = await post(federation, jiangsu, member.tls, bytes)
    const { problem } = await verified(answer, memberOf(federation, jiangsu), { bytes, from: shanghai })
    expect(problem?.code).toBe('CLOCK_SKEW')
    expect(Math.round((problem?.skewSeconds ?? 0) / 60)).toBe(-skew / 60_000)
  })

  test('that is put right is well again, with nothing lost', async () => {
    off = 0
    const { results } = await asker.ask(sandboxQuestion(jiangsu, [shanghai], 'normal', Date.now()))
    expect(results).toMatchObject([{ state: 'answered' }])
  })
})
