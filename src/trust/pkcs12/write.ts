import { createHash, createHmac, randomBytes, type KeyObject } from 'node:crypto'
import forge from 'node-forge'
import type { Certificate } from '../certificate.ts'
import { tag } from '../der/read.ts'
import { writeDer } from '../der/write.ts'
import type { KeyAndChain } from './contents.ts'
import { checkPassphrase } from './passphrase.ts'

/** As many as OpenSSL takes for the key, so that neither is the weaker; a long passphrase is what protects. */
const iterations = 2_048

/** Whole encodings of the identifiers needed (RFC 7292 §4, RFC 2315 §14, RFC 2985 §5.5, FIPS 180 digests). */
const oids = {
  data: Buffer.from('06092a864886f70d010701', 'hex'),
  shroudedKeyBag: Buffer.from('060b2a864886f70d010c0a0102', 'hex'),
  certBag: Buffer.from('060b2a864886f70d010c0a0103', 'hex'),
  x509Certificate: Buffer.from('060a2a864886f70d01091601', 'hex'),
  friendlyName: Buffer.from('06092a864886f70d010914', 'hex'),
  localKeyId: Buffer.from('06092a864886f70d010915', 'hex'),
  sha256: Buffer.from('0609608648016503040201', 'hex'),
} as const

/**
 * A PKCS#12 file (RFC 7292): the key under PBES2 with AES-256, the certificates in the clear, all of it under an
 * HMAC-SHA-256. OpenSSL 1.1 and later, Java 8u301 and later, and Windows Server 2019 and later read it.
 * @throws GatewayError KEY_UNUSABLE for a passphrase that is not printable ASCII
 */
export function writePkcs12({ key, chain, friendlyName }: KeyAndChain, passphrase: string): Uint8Array {
  checkPassphrase(passphrase)
  const [own] = chain
  const attributes = own ? [bagAttributes(own, friendlyName)] : []
  const keyBag = writeDer(
    tag.sequence,
    oids.shroudedKeyBag,
    writeDer(0xa0, encryptKey(key, passphrase)),
    ...attributes,
  )
  const certBags = chain.map((certificate, index) => certBag(certificate, index === 0 ? attributes : []))
  const safe = writeDer(
    tag.sequence,
    contentInfo(writeDer(tag.sequence, ...certBags)),
    contentInfo(writeDer(tag.sequence, keyBag)),
  )
  return writeDer(tag.sequence, integer(3), contentInfo(safe), macData(safe, passphrase))
}

/** PKCS#8's own encryption (RFC 5958 §3) is what the bag holds. */
function encryptKey(key: KeyObject, passphrase: string): Uint8Array {
  return key.export({ format: 'der', type: 'pkcs8', cipher: 'aes-256-cbc', passphrase })
}

function certBag({ der }: Certificate, attributes: readonly Uint8Array[]): Uint8Array {
  const value = writeDer(tag.sequence, oids.x509Certificate, writeDer(0xa0, writeDer(tag.octetString, der)))
  return writeDer(tag.sequence, oids.certBag, writeDer(0xa0, value), ...attributes)
}

/** Ties key and certificate together, and names them; SET OF in DER order. */
function bagAttributes({ der }: Certificate, friendlyName: string | undefined): Uint8Array {
  const identifier = writeDer(tag.octetString, createHash('sha1').update(der).digest())
  const attributes = [writeDer(tag.sequence, oids.localKeyId, writeDer(tag.set, identifier))]
  if (friendlyName !== undefined) {
    const name = writeDer(tag.bmpString, Buffer.from(friendlyName, 'utf16le').swap16())
    attributes.push(writeDer(tag.sequence, oids.friendlyName, writeDer(tag.set, name)))
  }
  return writeDer(tag.set, ...attributes.toSorted(Buffer.compare))
}

function contentInfo(content: Uint8Array): Uint8Array {
  return writeDer(tag.sequence, oids.data, writeDer(0xa0, writeDer(tag.octetString, content)))
}

/** RFC 7292 §4 MacData, keyed by the file's own key derivation (Appendix B, purpose 3). */
function macData(safe: Uint8Array, passphrase: string): Uint8Array {
  const salt = randomBytes(16)
  const derived = forge.pkcs12.generateKey(
    passphrase,
    forge.util.createBuffer(salt.toString('latin1')),
    3,
    iterations,
    32,
    forge.md.sha256.create(),
  )
  const digest = createHmac('sha256', Buffer.from(derived.getBytes(), 'latin1')).update(safe).digest()
  const algorithm = writeDer(tag.sequence, oids.sha256, writeDer(tag.null))
  return writeDer(
    tag.sequence,
    writeDer(tag.sequence, algorithm, writeDer(tag.octetString, digest)),
    writeDer(tag.octetString, salt),
    integer(iterations),
  )
}

/** A positive INTEGER of at most four octets. */
function integer(value: number): Uint8Array {
  const octets = Buffer.alloc(5)
  octets.writeUInt32BE(value, 1)
  const start = octets.findIndex((octet, at) => octet !== 0 || at === 4)
  const padded = (octets[start] ?? 0) >= 0x80 ? start - 1 : start
  return writeDer(tag.integer, octets.subarray(padded))
}
