import { createCipheriv, createDecipheriv } from 'node:crypto'
import iconv from 'iconv-lite'

/** Of the node that asks. */
export const nodeKey = 'Test-Node-Key-01'

/** The key that the sample of a sign-in gives out. */
export const sessionKey = 'Test-Session-K01'

/** Of session and length. */
export const headerLength = 20

/** By hand: GBK under AES-CBC with the key of the session, behind a header that nobody compares. */
export function sealed(text: string): Buffer {
  const cipher = createCipheriv('aes-128-cbc', sessionKey, sessionKey)
  return Buffer.concat([Buffer.alloc(headerLength), cipher.update(iconv.encode(text, 'gbk')), cipher.final()])
}

export function unsealed(frame: Buffer): string {
  const decipher = createDecipheriv('aes-128-cbc', sessionKey, sessionKey)
  const plain = [decipher.update(frame.subarray(headerLength)), decipher.final()]
  return iconv.decode(Buffer.concat(plain), 'gbk')
}
