import { type HeaderMembers, headerRefused, readHeaderMembers } from '../../src/jws/header.ts'
import { Refusal } from './refusal.ts'

/** RFC 7515 section 4.1 lets a reader refuse these; they would name a key, or a place to fetch one. */
const keyMembers = ['jwk', 'jku', 'x5u', 'x5c', 'x5t', 'x5t#S256']
/** Extensions that change what is signed or how it is read: RFC 7515 section 4.1.11, RFC 7797, RFC 7516. */
const extensions = ['crit', 'b64', 'zip', 'enc', 'epk', 'p2c', 'p2s']
const texts = ['typ', 'cty', 'kid']
const control = /\p{Cc}/u
const longestText = 1024

/**
 * The header of a token that is not of the exchange: the common rules, and nothing that another than `alg` could decide by.
 * Unknown members are ignored (RFC 7515 section 4).
 */
export function readForeignHeader(encoded: string): HeaderMembers {
  const header = readHeaderMembers(encoded)
  for (const name of extensions) {
    if (Object.hasOwn(header, name)) throw new Refusal('HEADER_REFUSED', `the extension ${name}`)
  }
  for (const name of keyMembers) {
    if (Object.hasOwn(header, name)) throw new Refusal('HEADER_REFUSED', `a key by ${name}`)
  }
  for (const name of texts) {
    const value = header[name]
    if (value === undefined) continue
    if (typeof value !== 'string') throw headerRefused(name, 'not a string')
    if (control.test(value)) throw headerRefused(name, 'a control character')
    if (value.length > longestText) throw headerRefused(name, 'longer than 1 KiB')
  }
  return header
}
