import type { ClientRequest, IncomingMessage } from 'node:http'
import { request as httpsRequest, type Agent, type RequestOptions } from 'node:https'
import type { Socket } from 'node:net'
import { TLSSocket } from 'node:tls'
import { retire } from './agent.ts'

/** How far a posting came: looking for a connection, TLS, request on its way, answer begun. */
export type Stage = 'dial' | 'handshake' | 'sent' | 'answering'

/** The connection under one posting: what it got to, whom it met, and the means to end it. */
export interface Channel {
  /** axios' way out: plain node:https, so no redirect follower comes between. */
  transport: { request(options: RequestOptions, onAnswer: (answer: IncomingMessage) => void): ClientRequest }
  stage(): Stage
  /** The request went over a connection that had served before. */
  reused(): boolean
  /** DER of the server's TLS leaf certificate, once the answer began. */
  certificate(): Buffer | undefined
  /** What went wrong on the connection even after axios had its answer, such as bytes behind the body. */
  failure(): Error | undefined
  /** Ends the request, and sees to it that no other goes over this connection. */
  retire(): void
}

/** Error code of a connection that was not made within its share of the deadline. */
export const noChannelInTime = 'ECHANNELTIME'

/** Watches one request's connection, and gives it up when TLS does not stand after `connectMs`. */
export function watchChannel(agent: Agent, connectMs: number): Channel {
  let request: ClientRequest | undefined
  let stage: Stage = 'dial'
  let certificate: Buffer | undefined
  let connection: Socket | undefined
  let failure: Error | undefined

  function watchConnecting(request: ClientRequest, socket: unknown): void {
    if (!(socket instanceof TLSSocket) || request.reusedSocket) {
      stage = 'sent'
      return
    }
    const timer = setTimeout(
      () => request.destroy(Object.assign(new Error('no channel in time'), { code: noChannelInTime })),
      connectMs,
    )
    request.once('close', () => clearTimeout(timer))
    socket.once('connect', () => (stage = 'handshake'))
    socket.once('secureConnect', () => {
      stage = 'sent'
      clearTimeout(timer)
    })
  }

  return {
    transport: {
      request(options, onAnswer) {
        request = httpsRequest({ ...options, maxHeaderSize: 8_192 }, (answer) => {
          stage = 'answering'
          connection = answer.socket
          if (answer.socket instanceof TLSSocket) certificate = answer.socket.getPeerX509Certificate()?.raw
          onAnswer(answer)
        })
        const sent = request
        sent.once('socket', (socket) => watchConnecting(sent, socket))
        sent.on('error', (error) => (failure = error))
        // Unheard, a 101 would close the connection without an error, and the ask would wait for its deadline.
        sent.on('upgrade', (_, socket) => {
          socket.destroy()
          sent.emit('error', Object.assign(new Error('protocol switch'), { code: 'EUPGRADE' }))
        })
        return sent
      },
    },
    stage: () => stage,
    reused: () => request?.reusedSocket ?? false,
    certificate: () => certificate,
    failure: () => failure,
    retire() {
      // Alone, this would keep the connection when the answer was complete.
      request?.destroy()
      if (connection) retire(agent, connection)
    },
  }
}
