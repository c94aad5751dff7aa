import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { expect, test } from '@jest/globals'
import type { RepresentedConfig } from '../../src/config/represented.ts'
import { shownHops } from '../../src/console/board/hops.ts'
import { examineOwnInterface } from '../../src/composition/own-interface.ts'
import { refusedOrigin } from '../support/faulty-server.ts'

function at(endpoint: string): RepresentedConfig {
  return { centre: '320501000000000', endpoint } as RepresentedConfig
}

test('of a centre asked by an interface of its own, name and port are looked at, and no more is claimed', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const found = shownHops(await examineOwnInterface(at(`tcp://127.0.0.1:${port}`)))
  server.close()
  expect([found.ok, found.hops.map(({ hop, skipped }) => `${hop}${skipped ? ' skipped' : ''}`)]).toEqual([
    true,
    ['dns skipped', 'tcp', 'tls skipped', 'certificate skipped', 'clock skipped', 'echo skipped'],
  ])
  expect(found.hops.at(-1)?.zh).toContain('自有接口')
})

test('a port where nobody listens is named', async () => {
  const origin = await refusedOrigin()
  const { ok, hops } = shownHops(await examineOwnInterface(at(origin)))
  expect([ok, hops[1]]).toEqual([false, expect.objectContaining({ hop: 'tcp', ok: false })])
})
