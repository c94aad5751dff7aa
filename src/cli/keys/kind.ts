import type { KeyObject } from 'node:crypto'
import type { NewKeyType } from '../../trust/keys.ts'

const curves: Readonly<Record<string, string>> = {
  prime256v1: 'P-256',
  secp384r1: 'P-384',
  secp521r1: 'P-521',
}

/** The kind of a key, public or private, as `keys new --type` names it: P-256, Ed25519, RSA-3072. */
export function kindOf({ asymmetricKeyType: type, asymmetricKeyDetails: details = {} }: KeyObject): string {
  if (type === 'ec') return curves[details.namedCurve ?? ''] ?? details.namedCurve ?? 'EC'
  if (type === 'rsa') return `RSA-${details.modulusLength}`
  return type === 'ed25519' ? 'Ed25519' : (type ?? 'unknown')
}

/** What a new key is made as where it follows this one. */
export function successorOf(key: KeyObject): NewKeyType {
  const kind = kindOf(key)
  if (kind === 'P-384' || kind === 'Ed25519') return kind
  return kind.startsWith('RSA') ? 'RSA-3072' : 'P-256'
}
