import { type Certificate, readCertificate } from '../../trust/certificate.ts'
import { type DerNode, readDer, tag } from '../../trust/der/read.ts'
import { expectTag } from '../../trust/der/values.ts'
import { type PaperAlgorithm, paperAlgorithmOf } from '../algorithms.ts'
import { assembled, digestFor, signedAttributes, signedBytes } from '../cms.ts'

/** Who signed a file, by the certificates in the signature; whether they are to be believed is for others to say. */
export interface Seal {
  /** DER, the signer's own certificate first. */
  chain: readonly Buffer[]
  /** SHA-256 of each, base64url. */
  thumbprints: readonly string[]
}

/** More certificates than any chain has. */
const mostCertificates = 10

/**
 * The seal over `signed`, where it is one of ours and holds. The signature's value is put together once more from what is in it
 * and must come out the same, octet for octet: so there is nothing in it that could be changed unseen, the filling included.
 * What was printed once must go on being read: test/print/verify keeps a seal of the first year.
 */
export function sealIn(value: Buffer, signed: Uint8Array): Seal | undefined {
  return sealOver(value, (algorithm) => digestFor(algorithm, signed))
}

/** The same, given how to come by the digest of what is signed. */
export function sealOver(
  value: Buffer,
  digestOf: (algorithm: PaperAlgorithm) => Uint8Array,
): Seal | undefined {
  const { cms, filling } = parted(value)
  if (!filling.every((octet) => octet === 0)) return undefined
  const read = readable(cms)
  const [leaf] = read?.certificates ?? []
  const algorithm = leaf && paperAlgorithmOf(leaf)
  if (!read || !leaf || !algorithm) return undefined
  const { chain, certificates, signature } = read
  const attributes = signedAttributes(digestOf(algorithm), chain, algorithm)
  if (!cms.equals(assembled(attributes, signature, chain, algorithm))) return undefined
  if (!algorithm.holds(signedBytes(attributes), leaf.publicKey, signature)) return undefined
  return { chain, thumbprints: certificates.map(({ thumbprint }) => thumbprint) }
}

/** One DER value of two length octets, which every signature of ours is, and the zeros behind it. */
function parted(value: Buffer): { cms: Buffer; filling: Buffer } {
  const length = value[1] === 0x82 && value.length >= 4 ? 4 + value.readUInt16BE(2) : value.length
  return { cms: value.subarray(0, length), filling: value.subarray(length) }
}

interface Contents {
  chain: Buffer[]
  certificates: Certificate[]
  /** As CMS has it. */
  signature: Uint8Array
}

/** SignedData (RFC 5652 section 5.1) with one signer; what else is in it comparing shows. */
function contentsOf(cms: Buffer): Contents {
  const [, content] = expectTag(readDer(cms), tag.sequence, 'ContentInfo').children
  const [, , , set, signers] = expectTag(content?.children[0], tag.sequence, 'SignedData').children
  const nodes = expectTag(set, 0xa0, 'certificates').children
  if (nodes.length > mostCertificates) throw new RangeError('too many certificates')
  const [signer] = expectTag(signers, tag.set, 'signerInfos').children
  return {
    chain: nodes.map(({ bytes }) => Buffer.from(bytes)),
    certificates: nodes.map(({ bytes }) => readCertificate(bytes)),
    signature: expectTag(lastOf(signer), tag.octetString, 'signature').content,
  }
}

function lastOf(node: DerNode | undefined): DerNode | undefined {
  return node?.children.at(-1)
}

/** What cannot be read is no seal. */
function readable(cms: Buffer): Contents | undefined {
  try {
    return contentsOf(cms)
  } catch {
    return undefined
  }
}
