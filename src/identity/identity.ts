import type { KeyObject } from 'node:crypto'
import type { Config } from '../config/config.ts'
import type { Secrets } from '../config/secrets.ts'
import { GatewayError } from '../errors.ts'
import { inKeyFile, keyFileText } from '../key-file.ts'
import { type Certificate, certificatesFromPem } from '../trust/certificate.ts'
import { keyFitsCertificate, readKey } from '../trust/keys.ts'

/** A certificate of this gateway with its intermediates, leaf first. */
export interface OwnCertificate {
  leaf: Certificate
  chain: readonly Certificate[]
}

/** One key pair of this gateway. */
export interface OwnKeyPair extends OwnCertificate {
  key: KeyObject
}

/** Who this gateway is, and whom it believes. */
export interface Identity {
  /** Without the key where a signing server holds it. */
  sign: OwnCertificate & { key: KeyObject | undefined }
  tls: OwnKeyPair
  anchors: readonly Certificate[]
}

/** Reads key pairs and anchors. Fails with KEY_UNUSABLE naming the file. */
export function loadIdentity(config: Config, secrets: Secrets): Identity {
  return {
    sign: readSigning(config, secrets),
    tls: readKeyPair(config.keys.tls, secrets.tlsKey, secrets.passphrase),
    anchors: certificates(config.trust.anchors),
  }
}

function readSigning({ keys: { sign } }: Config, { signKey = '', passphrase }: Secrets): Identity['sign'] {
  return sign.server
    ? { ...readOwnCertificate(sign.certificate), key: undefined }
    : readKeyPair(sign, signKey, passphrase)
}

/** A private key, PEM, with the certificate file that belongs to it. Fails with KEY_UNUSABLE naming the file. */
export function readKeyPair(
  files: { key: string; certificate: string },
  pem: string,
  passphrase?: string,
): OwnKeyPair {
  const key = inKeyFile(files.key, () => readKey(pem, passphrase))
  const own = readOwnCertificate(files.certificate)
  if (!keyFitsCertificate(key, own.leaf)) {
    throw new GatewayError('KEY_UNUSABLE', {
      where: files.key,
      detail: `与证书不匹配 does not belong to ${files.certificate}`,
    })
  }
  return { key, ...own }
}

/** The certificate file of a key, the key's own certificate first. Fails with KEY_UNUSABLE naming the file. */
export function readOwnCertificate(path: string): OwnCertificate {
  const [leaf, ...intermediates] = certificates(path)
  if (leaf) return { leaf, chain: [leaf, ...intermediates] }
  throw new GatewayError('KEY_UNUSABLE', { where: path, detail: '其中没有证书 no certificate in it' })
}

/** The certificates of a PEM file, at least one. Fails with KEY_UNUSABLE naming the file. */
export function certificates(path: string): Certificate[] {
  const found = inKeyFile(path, () => certificatesFromPem(keyFileText(path)))
  if (found.length === 0)
    throw new GatewayError('KEY_UNUSABLE', { where: path, detail: '其中没有证书 no certificate in it' })
  return found
}
