import { describe, expect, test } from '@jest/globals'
import { createPeerTests } from '../../../src/console/board/peer-tests.ts'
import type { ShownHops } from '../../../src/console/shown/board.ts'

const hops: ShownHops = { ok: true, hops: [] }

describe('tests of the way to peers', () => {
  test('are one at a time for each peer, and several for several', async () => {
    const walked: string[] = []
    const { promise, resolve } = Promise.withResolvers<ShownHops>()
    const walk = createPeerTests((code) => {
      walked.push(code)
      return promise
    })
    const all = [walk('a'), walk('a'), walk('b')]
    resolve(hops)
    expect(await Promise.all(all)).toEqual([hops, hops, hops])
    expect(walked).toEqual(['a', 'b'])
    await walk('a')
    expect(walked).toEqual(['a', 'b', 'a'])
  })

  test('PEER_TIMEOUT: end, also where a walk does not', async () => {
    const walk = createPeerTests(() => new Promise(() => undefined), 1)
    await expect(walk('a')).rejects.toMatchObject({ code: 'PEER_TIMEOUT', where: 'a' })
  })
})
