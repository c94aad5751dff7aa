import { readFileSync } from 'node:fs'
import type { KeyObject } from 'node:crypto'
import type { Config } from './config/config.ts'
import type { Secrets } from './config/secrets.ts'
import { GatewayError } from './errors.ts'
import { type Certificate, certificatesFromPem } from './trust/certificate.ts'
import { keyFitsCertificate, readKey } from './trust/keys.ts'

/** One key pair of this gateway: the private key, and the certificate with its intermediates, leaf first. */
export interface OwnKeyPair {
  key: KeyObject
  leaf: Certificate
  chain: readonly Certificate[]
}

/** Who this gateway is, and whom it believes. */
export interface Identity {
  sign: OwnKeyPair
  tls: OwnKeyPair
  anchors: readonly Certificate[]
}

/** Reads key pairs and anchors. Fails with KEY_UNUSABLE naming the file. */
export function loadIdentity(config: Config, secrets: Secrets): Identity {
  return {
    sign: readKeyPair(config.keys.sign, secrets.signKey, secrets.passphrase),
    tls: readKeyPair(config.keys.tls, secrets.tlsKey, secrets.passphrase),
    anchors: certificates(config.trust.anchors),
  }
}

/** A private key, PEM, with the certificate file that belongs to it. Fails with KEY_UNUSABLE naming the file. */
export function readKeyPair(
  files: { key: string; certificate: string },
  pem: string,
  passphrase?: string,
): OwnKeyPair {
  const key = inFile(files.key, () => readKey(pem, passphrase))
  const chain = certificates(files.certificate)
  const [leaf] = chain
  if (!leaf || !keyFitsCertificate(key, leaf)) {
    throw new GatewayError('KEY_UNUSABLE', {
      where: files.key,
      detail: `does not belong to ${files.certificate}`,
    })
  }
  return { key, leaf, chain }
}

/** The certificates of a PEM file, at least one. Fails with KEY_UNUSABLE naming the file. */
export function certificates(path: string): Certificate[] {
  const found = inFile(path, () => certificatesFromPem(readFileSync(path, 'utf8')))
  if (found.length === 0)
    throw new GatewayError('KEY_UNUSABLE', { where: path, detail: 'no certificate in it' })
  return found
}

function inFile<T>(path: string, read: () => T): T {
  try {
    return read()
  } catch (cause) {
    const detail = cause instanceof GatewayError ? cause.detail : 'the file cannot be read'
    throw new GatewayError('KEY_UNUSABLE', { where: path, ...(detail !== undefined && { detail }), cause })
  }
}
