import { once } from 'node:events'
import { createServer } from 'node:https'
import { buffer } from 'node:stream/consumers'
import type { ClientTls } from './member-client.ts'

export interface FakeAnswer {
  status?: number
  contentType?: string
  body: string | Uint8Array
}

/** A peer's exchange listener that answers whatever a test wants, over that peer's channel or another's. */
export interface FakePeer extends AsyncDisposable {
  /** Requests received, as text. */
  requests: string[]
  /** From the next request on. */
  answer(with_: (request: string) => FakeAnswer | Promise<FakeAnswer>): void
}

export async function startFakePeer(port: number, tls: ClientTls): Promise<FakePeer> {
  const requests: string[] = []
  let current: (request: string) => FakeAnswer | Promise<FakeAnswer> = () => ({ body: '' })
  const server = createServer({ ...tls, requestCert: true, minVersion: 'TLSv1.3' }, (request, response) => {
    void buffer(request).then(async (bytes) => {
      requests.push(bytes.toString('latin1'))
      const { status = 200, contentType = 'application/jose', body } = await current(bytes.toString('latin1'))
      response.writeHead(status, { 'content-type': contentType, 'content-length': Buffer.byteLength(body) })
      response.end(body)
    })
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  return {
    requests,
    answer: (next) => void (current = next),
    async [Symbol.asyncDispose]() {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}
