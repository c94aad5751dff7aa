import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** A TCP load balancer on loopback: each connection goes to the next instance that takes it. */
export interface Balancer extends AsyncDisposable {
  port: number
}

export async function startBalancer(backends: readonly number[], port = 0): Promise<Balancer> {
  const open = new Set<Socket>()
  let turn = 0

  function bridge(client: Socket, left: number): void {
    const backend = connect(backends[turn % backends.length] ?? 0, '127.0.0.1')
    turn += 1
    let connected = false
    backend.once('connect', () => {
      connected = true
      client.pipe(backend).pipe(client)
    })
    backend.once('error', () => {
      if (!connected && left > 0) bridge(client, left - 1)
      else client.destroy()
    })
    backend.once('close', () => connected && client.destroy())
    client.once('close', () => backend.destroy())
  }

  const server = createServer((client) => {
    open.add(client)
    client.on('error', () => undefined)
    client.once('close', () => open.delete(client))
    bridge(client, backends.length)
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    async [Symbol.asyncDispose]() {
      server.close()
      for (const client of open) client.destroy()
      await once(server, 'close')
    },
  }
}
