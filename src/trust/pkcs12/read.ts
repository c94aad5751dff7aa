import type { KeyObject } from 'node:crypto'
import forge from 'node-forge'
import { GatewayError } from '../../errors.ts'
import { readCertificate, type Certificate } from '../certificate.ts'
import { readDer, tag } from '../der/read.ts'
import { writeDer } from '../der/write.ts'
import { keyFitsCertificate, readKey } from '../keys.ts'
import type { KeyAndChain } from './contents.ts'
import { checkPassphrase } from './passphrase.ts'

type Bag = forge.pkcs12.Bag

/**
 * Reads a PKCS#12 file (RFC 7292), RSA or EC. node-forge decrypts and checks the file's MAC; keys and
 * certificates are then read anew by us, and nothing is said about trust.
 * @throws GatewayError KEY_UNUSABLE: wrong passphrase, not a .p12, no key or several, no certificate for the key
 */
export function readPkcs12(bytes: Uint8Array, passphrase: string): KeyAndChain {
  checkPassphrase(passphrase)
  const bags = open(bytes, passphrase).safeContents.flatMap(({ safeBags }) => safeBags)
  const keyBags = bags.filter(
    ({ type }) => type === forge.pki.oids.pkcs8ShroudedKeyBag || type === forge.pki.oids.keyBag,
  )
  const [keyBag, ...otherKeys] = keyBags
  if (!keyBag || otherKeys.length > 0)
    throw unusable('.p12 文件中没有私钥，或不止一个 The .p12 file holds no private key, or more than one.')
  const key = readKeyBag(keyBag)
  const certificates = bags.filter(({ type }) => type === forge.pki.oids.certBag).map(readCertificateBag)
  const own = certificates.find((certificate) => keyFitsCertificate(key, certificate))
  if (!own) throw unusable('.p12 文件中没有与其私钥匹配的证书 No certificate of the .p12 file fits its key.')
  const friendlyName = bags.map(friendlyNameOf).find((name) => name !== undefined)
  const chain = [own, ...certificates.filter((certificate) => certificate !== own)]
  return { key, chain, ...(friendlyName !== undefined && { friendlyName }) }
}

function open(bytes: Uint8Array, passphrase: string): forge.pkcs12.Pkcs12Pfx {
  try {
    return forge.pkcs12.pkcs12FromAsn1(forge.asn1.fromDer(binary(bytes), false), false, passphrase)
  } catch (cause) {
    const wrong = cause instanceof Error && /MAC could not be verified|wrong password/.test(cause.message)
    throw unusable(
      wrong
        ? '口令不能解开该 .p12 文件，或文件已损坏 The passphrase does not open the .p12 file, or the file is damaged.'
        : '不是可读取的 .p12 文件 This is not a readable .p12 file.',
      cause,
    )
  }
}

/** node-forge knows RSA keys only and hands over the PKCS#8 of all others as it is. */
function readKeyBag({ key, asn1 }: Bag): KeyObject {
  return readKey(der(key ? forge.pki.wrapRsaPrivateKey(forge.pki.privateKeyToAsn1(key)) : asn1))
}

/**
 * A certificate that node-forge took apart is put together again from the parts it keeps as they were. The outer
 * algorithm it would encode anew; the one inside the signed part must be equal to it (RFC 5280 §4.1.1.2).
 */
function readCertificateBag({ cert, asn1 }: Bag): Certificate {
  if (!cert) return readCertificate(der(asn1))
  const tbs = der(cert.tbsCertificate)
  const members = readDer(tbs).children
  const algorithm = members[members[0]?.tag === 0xa0 ? 2 : 1]?.bytes ?? new Uint8Array()
  const signature = Buffer.from(cert.signature, 'latin1')
  return readCertificate(
    writeDer(tag.sequence, tbs, algorithm, writeDer(tag.bitString, Uint8Array.of(0), signature)),
  )
}

function friendlyNameOf({ attributes }: Bag): string | undefined {
  const [name]: unknown[] = attributes.friendlyName ?? []
  return typeof name === 'string' ? name : undefined
}

function der(node: forge.asn1.Asn1): Uint8Array {
  return Buffer.from(forge.asn1.toDer(node).getBytes(), 'latin1')
}

function binary(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1')
}

function unusable(detail: string, cause?: unknown): GatewayError {
  return new GatewayError('KEY_UNUSABLE', { where: 'pkcs12', detail, cause })
}
