import { GatewayError } from '../errors.ts'
import type { DirectoryView, KnownCertificate, KnownMember, OpenedToken } from './ports.ts'

// The checks that both directions make of a signed message, to know who is speaking. One rule each; the callers give the order.

/** The token's `typ` is one of those that belong here. Fails with TYPE_REFUSED. */
export function assertType(token: OpenedToken, types: readonly string[]): void {
  if (!types.includes(token.type)) {
    throw new GatewayError('TYPE_REFUSED', {
      where: 'typ',
      diagnosis: { received: token.type, expected: types },
    })
  }
}

/** The member whose signing certificate the token names. Fails with CERTIFICATE_UNKNOWN. */
export function signingMember(
  token: OpenedToken,
  directory: DirectoryView,
): { member: KnownMember; certificate: KnownCertificate } {
  const known = directory.signing(token.thumbprint)
  if (!known) {
    throw new GatewayError('CERTIFICATE_UNKNOWN', {
      where: 'x5t#S256',
      diagnosis: { thumbprint: token.thumbprint, directoryVersion: directory.version },
    })
  }
  return known
}

/**
 * The TLS channel ends at the member that signed. `channelThumbprint` is the SHA-256 of the other side's TLS certificate.
 * Fails with CHANNEL_MISMATCH.
 */
export function assertSameChannel(
  member: KnownMember,
  channelThumbprint: string,
  directory: DirectoryView,
): void {
  const atTheOtherEnd = directory.channel(channelThumbprint)
  if (atTheOtherEnd?.code !== member.code) {
    throw new GatewayError('CHANNEL_MISMATCH', {
      where: 'TLS certificate',
      diagnosis: { signer: member.code, channel: atTheOtherEnd?.code ?? 'not in the directory' },
    })
  }
}
