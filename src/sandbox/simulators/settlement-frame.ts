// A message of the settlement platform on the wire: 16 bytes of header, 4 bytes of length in network order, the body.

export const headerBytes = 16
const lengthBytes = 4

export interface Frame {
  /** 16 characters of ASCII. */
  header: string
  body: Buffer
}

/** The frame that `received` holds, once all of it is there. */
export function readFrame(received: Buffer): Frame | undefined {
  if (received.length < headerBytes + lengthBytes) return undefined
  const end = headerBytes + lengthBytes + received.readUInt32BE(headerBytes)
  if (received.length < end) return undefined
  return {
    header: received.toString('latin1', 0, headerBytes),
    body: received.subarray(headerBytes + lengthBytes, end),
  }
}

export function writeFrame({ header, body }: Frame): Buffer {
  const length = Buffer.alloc(lengthBytes)
  length.writeUInt32BE(body.length)
  return Buffer.concat([Buffer.from(header, 'latin1'), length, body])
}
