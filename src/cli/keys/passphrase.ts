import { isPkcs12Passphrase } from '../../trust/pkcs12.ts'
import { misused } from '../command.ts'

/** The passphrase for a .p12 file, from the environment. Fails with USAGE_INVALID naming the variable; `unset` says what it is for. */
export function pkcs12Passphrase(passphrase: string | undefined, unset: string): string {
  const variable = 'GATEWAY_KEY_PASSPHRASE'
  if (passphrase === undefined || passphrase === '') throw misused(variable, unset)
  if (isPkcs12Passphrase(passphrase)) return passphrase
  throw misused(variable, '.p12 文件的口令仅限可打印的 ASCII 字符 a .p12 file takes printable ASCII alone')
}
