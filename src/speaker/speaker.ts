import { chinaDateTime } from '../clock.ts'
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

/**
 * The other side's TLS certificate has a valid path at `now` (epoch milliseconds) and is not revoked: TLS itself saw to its path
 * only, and maybe long ago. Fails with CERTIFICATE_UNTRUSTED, CERTIFICATE_REVOKED or REVOCATION_UNKNOWN.
 */
export function assertChannelTrusted(
  channelThumbprint: string,
  directory: DirectoryView,
  now: number,
  purpose: 'tls-server' | 'tls-client',
): void {
  directory.channelCertificate(channelThumbprint)?.assertTrusted(now, purpose)
}

/**
 * Nobody uses a certificate at `now` (epoch milliseconds) that its member has retired. Asked only after the signature held,
 * since the answer says more than a stranger may know. Fails with KEY_RETIRED.
 */
export function assertNotRetired(thumbprint: string, directory: DirectoryView, now: number): void {
  const retired = directory.retired(thumbprint)
  if (retired === undefined || now < retired) return
  throw new GatewayError('KEY_RETIRED', {
    where: `certificate ${thumbprint}`,
    detail: `停用时间 retired ${chinaDateTime(retired)}, 目录版本 by directory version ${directory.version}`,
  })
}
