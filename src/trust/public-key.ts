import { createPublicKey, type KeyObject } from 'node:crypto'
import { malformed, readDer, tag, type DerNode } from './der/read.ts'
import { expectTag, readOctetBits, readOid } from './der/values.ts'

const rsaEncryption = '1.2.840.113549.1.1.1'
const ecPublicKey = '1.2.840.10045.2.1'

/**
 * SubjectPublicKeyInfo (RFC 5280 §4.1.2.7) as a KeyObject. What OpenSSL would take and the standards do not
 * is refused before it is handed over: curves by their equation (CVE-2020-0601, CVE-2022-0778), RSA without
 * NULL parameters (RFC 3279 §2.3.1) and RSA numbers that are not strict DER.
 * @throws GatewayError CERTIFICATE_UNTRUSTED
 */
export function readPublicKey(node: DerNode | undefined): KeyObject {
  const what = 'subjectPublicKeyInfo'
  const sequence = expectTag(node, tag.sequence, what)
  const [algorithm, bits, ...rest] = sequence.children
  const [identifier, parameters, ...extra] = expectTag(algorithm, tag.sequence, what).children
  if (rest.length > 0 || extra.length > 0) throw malformed(`${what} has unknown members.`)
  const oid = readOid(identifier, what)
  const key = readOctetBits(bits, what)
  if (oid === ecPublicKey && parameters?.tag !== tag.oid) throw malformed('The key does not name its curve.')
  if (oid === rsaEncryption) checkRsa(parameters, key)
  try {
    return createPublicKey({ key: Buffer.from(sequence.bytes), format: 'der', type: 'spki' })
  } catch {
    throw malformed('The public key is not usable.')
  }
}

function checkRsa(parameters: DerNode | undefined, key: Uint8Array): void {
  if (parameters?.tag !== tag.null) throw malformed('The parameters of an RSA key are not NULL.')
  const numbers = readDer(key)
  const positive = numbers.children.every(
    ({ tag: type, content }) => type === tag.integer && (content[0] ?? 0x80) < 0x80,
  )
  if (numbers.tag !== tag.sequence || numbers.children.length !== 2 || !positive) {
    throw malformed('The RSA key is not a modulus and an exponent.')
  }
}
