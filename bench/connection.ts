import { once } from 'node:events'
import { connect as connectPlain, type Socket } from 'node:net'
import { connect as connectTls, type SecureContext } from 'node:tls'

/** What came back. */
export interface Response {
  status: number
  body: Buffer
}

/** One keep-alive HTTP/1.1 connection, one request at a time: only what a load generator needs, so that it costs little. */
export interface Connection {
  send(message: Buffer): Promise<Response>
  close(): void
}

export interface Target {
  port: number
  /** Client key, certificate and anchors; plain HTTP where absent. */
  secureContext: SecureContext | undefined
}

export async function openConnection({ port, secureContext }: Target): Promise<Connection> {
  const at = { port, host: '127.0.0.1' }
  const socket = secureContext ? connectTls({ ...at, secureContext }) : connectPlain(at)
  await once(socket, secureContext ? 'secureConnect' : 'connect')
  socket.setNoDelay(true)
  return over(socket)
}

function over(socket: Socket): Connection {
  let received: Buffer[] = []
  let missing = 0
  let waiting: { resolve(response: Response): void; reject(error: Error): void } | undefined

  function fail(error: Error): void {
    waiting?.reject(error)
    waiting = undefined
  }

  socket.on('data', (chunk: Buffer) => {
    received.push(chunk)
    missing = missing > 0 ? missing - chunk.length : missingAfter(received)
    if (missing > 0) return
    const response = parsed(Buffer.concat(received))
    received = []
    waiting?.resolve(response)
  })
  socket.on('error', fail)
  socket.on('close', () => fail(new Error('the server closed the connection')))
  return {
    send(message) {
      const { promise, resolve, reject } = Promise.withResolvers<Response>()
      waiting = { resolve, reject }
      socket.write(message)
      return promise
    },
    close: () => socket.destroy(),
  }
}

/** How many bytes of the response are still to come; 1 while its header is not whole. */
function missingAfter(chunks: readonly Buffer[]): number {
  const bytes = Buffer.concat(chunks)
  const headed = bytes.indexOf('\r\n\r\n')
  if (headed < 0) return 1
  const length = /\r\ncontent-length: (\d+)/i.exec(bytes.toString('latin1', 0, headed))?.[1]
  if (length === undefined) throw new Error('a response without content-length')
  return headed + 4 + Number(length) - bytes.length
}

function parsed(bytes: Buffer): Response {
  return {
    status: Number(bytes.toString('latin1', 9, 12)),
    body: bytes.subarray(bytes.indexOf('\r\n\r\n') + 4),
  }
}
