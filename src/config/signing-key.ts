import type { GatewayConfig } from '../contracts/generated/types.ts'
import { GatewayError } from '../errors.ts'
import type { YamlFile } from './yaml-file.ts'

export type KeyFiles = GatewayConfig['keys']['tls']

/** Where the signing key is: in a file, or in a signing server. */
export type SigningKey =
  (KeyFiles & { server?: undefined }) | { key?: undefined; server: SigningServerConfig; certificate: string }

/** `anchors` and `tokenFile`: absolute paths. */
export interface SigningServerConfig {
  url: string
  keyId: string
  tokenFile: string | undefined
  anchors: string
}

/** In one place, not in two. */
export function assertSigningKey({ keys: { sign } }: GatewayConfig, yaml: YamlFile): void {
  if ((sign.key === undefined) !== (sign.server === undefined)) return
  const both = sign.key !== undefined
  throw new GatewayError('CONFIG_INVALID', {
    where: yaml.place(both ? '/keys/sign/server' : '/keys/sign'),
    detail: both
      ? '/keys/sign 二者只能给出其一 has both key and server'
      : '/keys/sign 二者均未给出 has neither key nor server',
  })
}

export function signingKeyOf(
  { keys: { sign }, trust }: GatewayConfig,
  absolute: (path: string) => string,
): SigningKey {
  const certificate = absolute(sign.certificate)
  if (!sign.server) return { key: absolute(sign.key ?? ''), certificate }
  const { url, keyId, tokenFile, anchors } = sign.server
  return {
    certificate,
    server: {
      url: url.replace(/\/+$/, ''),
      keyId,
      tokenFile: tokenFile === undefined ? undefined : absolute(tokenFile),
      anchors: absolute(anchors ?? trust.anchors),
    },
  }
}
