import { once } from 'node:events'
import { connect, type AddressInfo, type Server } from 'node:net'

export interface Listening extends AsyncDisposable {
  port: number
}

/** A server, on loopback. */
export async function listening(server: Server): Promise<Listening> {
  const open = new Set<{ destroy(): unknown }>()
  server.on('connection', (socket) => open.add(socket))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close')
      server.close()
      for (const socket of open) socket.destroy()
      await closed
    },
  }
}

/** Everything that comes back on a connection of its own, on which nothing more is said. Rejects where it is reset. */
export async function sayOverTcp(port: number, bytes: Buffer): Promise<Buffer> {
  const socket = connect(port, '127.0.0.1')
  const closed = once(socket, 'close')
  const received: Buffer[] = []
  socket.on('data', (chunk: Buffer) => received.push(chunk))
  socket.end(bytes)
  await closed
  return Buffer.concat(received)
}
