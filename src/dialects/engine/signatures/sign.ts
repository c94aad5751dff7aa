import type { DialectSignature } from '../../../contracts/generated/types.ts'
import { GatewayError } from '../../../errors.ts'
import { type Scope, textAt, unaskable } from '../scope.ts'
import { filled } from '../templates.ts'
import { appkeyMd5 } from './appkey-md5.ts'
import type { Convention, Signed } from './convention.ts'
import { huidao } from './huidao.ts'
import { platform } from './shared-platform.ts'
import { xBg } from './x-bg.ts'
import { xTif } from './x-tif.ts'

/** The conventions by their names in definitions. */
export const conventions: Readonly<Record<DialectSignature['with'], Convention>> = {
  'x-tif': xTif,
  gjzwfwpt: platform('gjzwfwpt'),
  gjgxjhpt: platform('gjgxjhpt'),
  'x-bg': xBg,
  huidao,
  'appkey-md5': appkeyMd5,
}

/** The headers of a signature, when everything else stands. Fails with KEY_UNUSABLE where its key does not do. */
export function signatureHeaders(
  name: DialectSignature['with'],
  templates: DialectSignature['values'],
  message: Pick<Signed, 'method' | 'path' | 'query'>,
  scope: Scope,
): Record<string, string> {
  const values = Object.fromEntries(
    Object.entries(templates).map(([value, template]) => [value, filled(template, scope)]),
  )
  const headers = signed(name, values, { ...message, at: scope.at, random: textAt(scope, 'id.hex') }, scope)
  for (const [header, text] of Object.entries(headers)) {
    if (/[^\u0020-\u007e]/.test(text))
      throw unaskable(scope, header, '请求头只能含可打印 ASCII 字符 a header holds printable ASCII only')
  }
  return headers
}

function signed(
  name: DialectSignature['with'],
  values: Record<string, string>,
  message: Signed,
  { dialect }: Scope,
): Record<string, string> {
  try {
    return conventions[name].headers(values, message)
  } catch {
    // What Node says may quote the key
    throw new GatewayError('KEY_UNUSABLE', {
      where: `${dialect} ${name}`,
      detail: '签名密钥不可用 its key does not do',
    })
  }
}
