import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import type { Clock } from '../../clock.ts'

/** Seconds for which a session key is good. */
export const sessionSeconds = 600

const mostSessions = 1000

export interface Session {
  /** 16 characters, which travel in the header of every message of the session. */
  id: string
  /** 16 characters: an AES-128 key. */
  key: string
}

export interface Sessions {
  open(): Session
  /** Undefined where nobody signed in under it, or too long ago. */
  find(id: string): Session | undefined
}

export function createSessions(clock: Clock): Sessions {
  const sessions = new Map<string, Session & { until: number }>()
  return {
    open() {
      const session = { id: sixteenCharacters(), key: sixteenCharacters() }
      const [oldest] = sessions.keys()
      if (sessions.size >= mostSessions && oldest !== undefined) sessions.delete(oldest)
      sessions.set(session.id, { ...session, until: clock() + sessionSeconds * 1000 })
      return session
    },
    find(id) {
      const session = sessions.get(id)
      return session && clock() < session.until ? session : undefined
    },
  }
}

function sixteenCharacters(): string {
  return randomBytes(12).toString('base64url')
}

/** AES-128-CBC with PKCS#5 padding; the key is also the initialisation vector. */
export function sealMessage(plain: Buffer, key: string): Buffer {
  const cipher = createCipheriv('aes-128-cbc', key, key)
  return Buffer.concat([cipher.update(plain), cipher.final()])
}

/** The reverse; undefined where the bytes were not sealed with this key. */
export function openMessage(sealed: Buffer, key: string): Buffer | undefined {
  try {
    const decipher = createDecipheriv('aes-128-cbc', key, key)
    return Buffer.concat([decipher.update(sealed), decipher.final()])
  } catch {
    return undefined
  }
}

/** AES-128-ECB in hex digits, by which short values travel under a node's own key. */
export function wrap(text: string, nodeKey: string): string {
  const cipher = createCipheriv('aes-128-ecb', nodeKey, null)
  return Buffer.concat([cipher.update(text, 'ascii'), cipher.final()]).toString('hex')
}

/** The reverse; undefined where it was not wrapped with this key. */
export function unwrap(hex: string, nodeKey: string): string | undefined {
  try {
    const decipher = createDecipheriv('aes-128-ecb', nodeKey, null)
    return Buffer.concat([decipher.update(hex, 'hex'), decipher.final()]).toString('ascii')
  } catch {
    return undefined
  }
}
