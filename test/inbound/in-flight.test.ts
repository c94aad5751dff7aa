import { describe, expect, test } from '@jest/globals'
import { createInFlight } from '../../src/inbound/in-flight.ts'
import type { Reply } from '../../src/inbound/ports.ts'

const exchange = { issuer: '320101000000000', id: 'id-1', digest: 'digest' }

function reply(text: string): Reply {
  return { signed: true, status: 200, bytes: Buffer.from(text) }
}

describe('the same bytes while they are being answered', () => {
  test('are executed once, and all get that answer', async () => {
    const inFlight = createInFlight()
    const { promise, resolve } = Promise.withResolvers<Reply>()
    let executions = 0
    const joined = Array.from({ length: 10 }, () =>
      inFlight.join(exchange, () => {
        executions += 1
        return promise
      }),
    )
    resolve(reply('one'))
    const answers = await Promise.all(joined)
    expect(executions).toBe(1)
    expect(new Set(answers).size).toBe(1)
  })

  test('are executed again once the first is done, since the store then knows', async () => {
    const inFlight = createInFlight()
    expect(await inFlight.join(exchange, async () => reply('one'))).toEqual(reply('one'))
    expect(await inFlight.join(exchange, async () => reply('two'))).toEqual(reply('two'))
  })

  test('are executed again after a failure', async () => {
    const inFlight = createInFlight()
    await expect(inFlight.join(exchange, () => Promise.reject(new RangeError('mine')))).rejects.toThrow(
      'mine',
    )
    expect(await inFlight.join(exchange, async () => reply('two'))).toEqual(reply('two'))
  })

  test('are not those of another member, id or digest', async () => {
    const inFlight = createInFlight()
    const others = [
      exchange,
      { ...exchange, issuer: '330100000000000' },
      { ...exchange, id: 'id-2' },
      { ...exchange, digest: 'other' },
    ]
    const answers = await Promise.all(
      others.map((each, i) => inFlight.join(each, async () => reply(String(i)))),
    )
    expect(answers).toEqual(others.map((_, i) => reply(String(i))))
  })
})
