import type { KeyObject } from 'node:crypto'
import type { DepositCertificate } from '../../contracts/generated/types.ts'
import { messageType } from '../../domain/message-type.ts'
import { GatewayError } from '../../errors.ts'
import type { EvidenceTrust, ReferenceToken } from '../../evidence/ports.ts'
import { payloadOf, typed } from '../../evidence/signed-message.ts'
import type { CurrentDirectory } from '../../speaker/ports.ts'

export interface OriginalDeps {
  trust: EvidenceTrust
  /** In force now. Fails with DIRECTORY_EXPIRED. */
  directory: CurrentDirectory
}

/** A certificate whose signature holds over every byte, by the key of the certificate that it carries; whose that is, is another question. */
export interface IntactOriginal {
  token: Buffer
  certificate: DepositCertificate
  /** SHA-256 of the signing certificate, base64url. */
  signer: string
}

/** Undefined where the signature does not hold, or it is no certificate at all. */
export async function intactOriginal(
  token: Buffer,
  deps: OriginalDeps,
  now: number,
): Promise<IntactOriginal | undefined> {
  try {
    const opened = typed(deps.trust.open(token), [messageType.certificate])
    const certificate = payloadOf(opened.payload, 'certificate', deps.trust.contracts)
    await opened.verify(keyOf(opened, deps, now))
    return { token, certificate, signer: opened.thumbprint }
  } catch (thrown) {
    if (thrown instanceof GatewayError && thrown.code !== 'DIRECTORY_EXPIRED') return undefined
    throw thrown
  }
}

/** Of the certificate that the header names: carried along, or else as the directory lists it. */
function keyOf(
  { chain, thumbprint }: ReferenceToken,
  { trust, directory }: OriginalDeps,
  now: number,
): KeyObject {
  const carried =
    chain.length > 0 ? trust.certificate(chain) : directory(now).signing(thumbprint)?.certificate
  if (carried?.thumbprint === thumbprint) return carried.key
  throw new GatewayError('CERTIFICATE_UNKNOWN', { where: 'x5t#S256' })
}
