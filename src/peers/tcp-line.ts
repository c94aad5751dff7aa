import { connect } from 'node:net'
import type { Line, LineAccess, LineCall, LineReply, LineSettings } from './line.ts'
import { badAnswer, noAnswer } from './line-faults.ts'
import { brokenLine, reasonCode } from './reason-code.ts'
import { lengthFrame, streamFrame } from './reply-frame.ts'

type TcpCall = Extract<LineCall, { transport: 'tcp' }>

/** Messages over TCP, framed by a length or by the end of the stream. */
export function createTcpLine({ centre, endpoint }: LineAccess, settings: LineSettings): Line {
  const { hostname, port } = new URL(endpoint)
  const address = { host: hostname.replaceAll(/^\[|\]$/g, ''), port: Number(port) }
  return {
    async send(call, signal) {
      if (call.transport !== 'tcp') throw new RangeError(`${call.name} is no message for ${endpoint}`)
      return { bytes: await exchanged(call, address, `${centre} ${call.name}`, settings, signal) }
    },
    [Symbol.dispose]: () => undefined,
  }
}

/** One connection, one message, one reply. The connection is gone when this settles. */
function exchanged(
  call: TcpCall,
  address: { host: string; port: number },
  where: string,
  { connectMs, maxAnswerBytes }: LineSettings,
  signal: AbortSignal,
): Promise<LineReply['bytes']> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>()
  const limits = { where, maxBytes: maxAnswerBytes }
  const frame = call.reply === 'end-of-stream' ? streamFrame(limits) : lengthFrame(call.reply, limits)
  let begun = false
  // A message that ends with the stream is answered after our end of it, so the other half has to stay open.
  const socket = connect({ ...address, allowHalfOpen: true, noDelay: true, signal })
  const timer = setTimeout(
    () => reject(noAnswer(where, `在此时限内未能连接 no connection within ${connectMs} ms`)),
    connectMs,
  )

  function judge(read: () => Buffer | undefined): void {
    try {
      const reply = read()
      if (reply) resolve(reply)
    } catch (thrown) {
      reject(thrown)
    }
  }

  socket.on('connect', () => {
    clearTimeout(timer)
    if (call.reply === 'end-of-stream') socket.end(call.bytes)
    else socket.write(call.bytes)
  })
  socket.on('data', (chunk: Buffer) => {
    begun = true
    judge(() => frame.take(chunk))
  })
  socket.on('end', () => {
    if (begun) judge(() => frame.end())
    else reject(noAnswer(where, '连接结束而无应答 the connection ended without an answer'))
  })
  socket.on('error', (error) => {
    if (signal.aborted) reject(signal.reason)
    else
      reject(
        begun
          ? badAnswer(where, `应答中断 the answer broke off: ${reasonCode(error)}`)
          : noAnswer(where, brokenLine(error)),
      )
  })
  return promise.finally(() => {
    clearTimeout(timer)
    socket.destroy()
  })
}
