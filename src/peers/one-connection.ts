import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http'
import { request as httpsRequest, type RequestOptions } from 'node:https'
import type { Socket } from 'node:net'
import { TLSSocket } from 'node:tls'

/** The connection under one request, which nothing else goes over. */
export interface OneConnection {
  /** axios' way out: plain node:http, so no redirect follower comes between. */
  transport: { request(options: RequestOptions, onAnswer: (answer: IncomingMessage) => void): ClientRequest }
  /** The head of an answer came. */
  begun(): boolean
  /** What went wrong even after axios had its answer, such as bytes behind the body. */
  failure(): Error | undefined
  end(): void
}

/** Given up when it does not stand after `connectMs`. */
export function openConnection(connectMs: number): OneConnection {
  let request: ClientRequest | undefined
  let begun = false
  let failure: Error | undefined
  let timer: NodeJS.Timeout | undefined

  function watchConnecting(sent: ClientRequest, socket: Socket): void {
    timer = setTimeout(() => sent.destroy(faultNamed('ECONNECTTIME')), connectMs)
    socket.once(socket instanceof TLSSocket ? 'secureConnect' : 'connect', () => clearTimeout(timer))
  }

  return {
    transport: {
      request(options, onAnswer) {
        const send = options.protocol === 'https:' ? httpsRequest : httpRequest
        const sent = send({ ...options, maxHeaderSize: 8_192 }, (answer) => {
          begun = true
          onAnswer(answer)
        })
        request = sent
        sent.once('socket', (socket) => watchConnecting(sent, socket))
        sent.on('error', (error) => (failure = error))
        // Unheard, a 101 would close the connection without an error, and the question would wait for its deadline.
        sent.on('upgrade', (_, socket) => {
          socket.destroy()
          sent.emit('error', faultNamed('EUPGRADE'))
        })
        return sent
      },
    },
    begun: () => begun,
    failure: () => failure,
    end() {
      clearTimeout(timer)
      request?.destroy()
    },
  }
}

function faultNamed(code: string): Error {
  return Object.assign(new Error(code), { code })
}
