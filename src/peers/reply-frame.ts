import { badAnswer } from './line-faults.ts'

/** A reply over TCP as it grows. Its methods fail with CENTRE_ANSWER_INVALID. */
export interface ReplyFrame {
  /** The reply, once these bytes complete it. */
  take(chunk: Buffer): Buffer | undefined
  /** The reply, where the end of the stream completes it. */
  end(): Buffer
}

export interface FrameLimits {
  /** For errors. */
  where: string
  /** Largest body, in bytes. */
  maxBytes: number
}

/** A header of `headerBytes`, the length of the body in network order, the body, and nothing more. */
export function lengthFrame(
  { headerBytes, lengthBytes }: { headerBytes: number; lengthBytes: 2 | 4 },
  { where, maxBytes }: FrameLimits,
): ReplyFrame {
  const bodyAt = headerBytes + lengthBytes
  let pieces: Buffer[] = []
  let total = 0
  let length: number | undefined

  function announced(): number | undefined {
    if (length !== undefined || total < bodyAt) return length
    const whole = Buffer.concat(pieces)
    pieces = [whole]
    length = whole.readUIntBE(headerBytes, lengthBytes)
    if (length > maxBytes)
      throw badAnswer(where, `声明的长度超过字节数上限 announces more than ${maxBytes} bytes`)
    return length
  }

  return {
    take(chunk) {
      pieces.push(chunk)
      total += chunk.length
      const body = announced()
      if (body === undefined || total < bodyAt + body) return undefined
      if (total > bodyAt + body) throw badAnswer(where, '超出声明的长度 has bytes after the announced length')
      return Buffer.concat(pieces).subarray(bodyAt)
    },
    end() {
      throw badAnswer(where, '应答未完连接即结束 the connection ended inside the answer')
    },
  }
}

/** Everything until the other side ends the stream. */
export function streamFrame({ where, maxBytes }: FrameLimits): ReplyFrame {
  const pieces: Buffer[] = []
  let total = 0
  return {
    take(chunk) {
      pieces.push(chunk)
      total += chunk.length
      if (total > maxBytes) throw badAnswer(where, `超过字节数上限 more than ${maxBytes} bytes`)
      return undefined
    },
    end: () => Buffer.concat(pieces),
  }
}
