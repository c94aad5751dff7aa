import { GatewayError } from '../../errors.ts'

/**
 * Whether a .p12 file can have it: node-forge hashes the characters of a passphrase differently in the two schemes that one file mixes
 * (RFC 7292 Appendix B: BMPString; RFC 8018: octets), so only those pass that are the same in both.
 */
export function isPkcs12Passphrase(passphrase: string): boolean {
  return /^[ -~]+$/.test(passphrase)
}

/** Fails with KEY_UNUSABLE. */
export function checkPassphrase(passphrase: string): void {
  if (isPkcs12Passphrase(passphrase)) return
  throw new GatewayError('KEY_UNUSABLE', {
    where: 'pkcs12',
    detail:
      '.p12 文件的口令须为可打印 ASCII 字符且不为空 The passphrase of a .p12 file must be printable ASCII and not empty.',
  })
}
