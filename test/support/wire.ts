import { once } from 'node:events'
import { connect, type TLSSocket } from 'node:tls'
import type { ClientTls } from './member-client.ts'

/** A TLS connection on which a test writes its own HTTP, byte for byte. */
export interface Wire extends Disposable {
  socket: TLSSocket
  write(bytes: string | Uint8Array): void
  /** Everything received so far and to come, once `pattern` is in it. */
  until(pattern: RegExp): Promise<string>
  /** Everything received, once the other side has closed. */
  closed(): Promise<string>
}

export async function openWire(port: number, tls: ClientTls): Promise<Wire> {
  const socket = connect({ host: '127.0.0.1', port, ...tls })
  await once(socket, 'secureConnect')
  let received = ''
  const waiting: { pattern: RegExp; resolve: (text: string) => void; reject: (error: Error) => void }[] = []
  const { promise: end, resolve: ended } = Promise.withResolvers<string>()
  socket.on('data', (chunk: Buffer) => {
    received += chunk.toString('latin1')
    for (const { pattern, resolve } of waiting) if (pattern.test(received)) resolve(received)
  })
  socket.on('error', () => undefined)
  socket.on('close', () => {
    ended(received)
    for (const { reject } of waiting) reject(new Error(`closed after: ${received}`))
  })
  return {
    socket,
    write: (bytes) => void socket.write(bytes),
    until(pattern) {
      const { promise, resolve, reject } = Promise.withResolvers<string>()
      if (pattern.test(received)) resolve(received)
      else if (socket.destroyed) reject(new Error(`closed after: ${received}`))
      else waiting.push({ pattern, resolve, reject })
      return promise
    },
    closed: () => end,
    [Symbol.dispose]: () => void socket.destroy(),
  }
}

/** The head of a POST of an exchange request. */
export function postHead(path: string, headers: readonly string[]): string {
  return [
    `POST ${path} HTTP/1.1`,
    'Host: 127.0.0.1',
    'Content-Type: application/jose',
    ...headers,
    '',
    '',
  ].join('\r\n')
}
