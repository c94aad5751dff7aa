import { createServer, type Server, type Socket } from 'node:net'
import type { Misbehaviour } from './simulator.ts'

/** What a simulated centre does with the bytes of one connection: one request, one answer, and it hangs up. */
export interface TcpConversation {
  /** The request, once all of it is in `received`; `ended`: the caller has closed its side. */
  request(received: Buffer, ended: boolean): Buffer | undefined
  /** The answer to it. Undefined: none, the connection is closed. */
  answer(request: Buffer, misbehaviour: Misbehaviour): Buffer | undefined
}

/** Calls back after so many milliseconds; the timer that it returns can be cleared. */
export type Later = (ms: number, then: () => void) => NodeJS.Timeout

const slowMs = 60_000
const largestRequest = 65_536

/**
 * A server that speaks `conversation`, with the misbehaviours that are the same for every dialect over TCP; what
 * wrong-status, wrong-charset and inverted-code look like is the conversation's to say.
 */
export function createTcpSimulator(
  conversation: TcpConversation,
  misbehaviour: () => Misbehaviour,
  later: Later = (ms, then) => setTimeout(then, ms),
): Server {
  return createServer({ allowHalfOpen: true }, (socket) => {
    let received = Buffer.alloc(0)
    let answered = false
    socket.on('error', () => void socket.destroy())
    if (misbehaviour() === 'down') {
      socket.resetAndDestroy()
      return
    }
    socket.on('data', (chunk: Buffer) => {
      received = Buffer.concat([received, chunk])
      if (received.length > largestRequest) socket.destroy()
      else answerWhenComplete(false)
    })
    socket.on('end', () => answerWhenComplete(true))

    function answerWhenComplete(ended: boolean): void {
      if (answered) return
      const request = conversation.request(received, ended)
      if (request) {
        answered = true
        reply(socket, conversation, request, misbehaviour(), later)
      } else if (ended) socket.destroy()
    }
  })
}

function reply(
  socket: Socket,
  conversation: TcpConversation,
  request: Buffer,
  misbehaviour: Misbehaviour,
  later: Later,
): void {
  const answer = answerOf(conversation, request, misbehaviour)
  if (!answer) {
    socket.destroy()
    return
  }
  switch (misbehaviour) {
    case 'slow': {
      const timer = later(slowMs, () => void socket.end(answer))
      socket.once('close', () => clearTimeout(timer))
      return
    }
    case 'empty':
      socket.end()
      return
    case 'truncated':
      socket.end(answer.subarray(0, Math.floor(answer.length / 2)))
      return
    default:
      socket.end(answer)
  }
}

/** None where the centre's core cannot be read, as while it is being made anew: its neighbours in the process go on. */
function answerOf(
  conversation: TcpConversation,
  request: Buffer,
  misbehaviour: Misbehaviour,
): Buffer | undefined {
  try {
    return conversation.answer(request, misbehaviour)
  } catch {
    return undefined
  }
}
