import { dirname, join } from 'node:path'
import type { GatewayConfig } from '../contracts/generated/types.ts'
import { GatewayError } from '../errors.ts'
import { isWebPlace } from '../revocation/places.ts'
import type { YamlFile } from './yaml-file.ts'

/** Where revocation is learned of, with absolute paths and defaults. */
export interface RevocationConfig {
  sources: {
    name: string
    issuer: string
    /** Absolute paths and URLs. */
    lists: string[]
    ocsp: { url: string; certIdHash: 'sha1' | 'sha256' | 'sha384' | 'sha512' } | undefined
    graceSeconds: number
    maxBytes: number
  }[]
  refreshSeconds: number
  required: boolean
  folder: string
}

/** Each says where to look, and has a name of its own. */
export function assertRevocationSources({ trust }: GatewayConfig, yaml: YamlFile): void {
  const names = new Set<string>()
  for (const [index, { name, lists, ocsp }] of (trust.revocation?.sources ?? []).entries()) {
    const at = `/trust/revocation/sources/${index}`
    const detail =
      !lists && !ocsp
        ? '二者均未给出 has neither lists nor ocsp'
        : names.has(name)
          ? '与另一来源重名 has the name of another'
          : ''
    if (detail) throw new GatewayError('CONFIG_INVALID', { where: yaml.place(at), detail: `${at} ${detail}` })
    names.add(name)
  }
}

export function revocationOf(
  given: NonNullable<GatewayConfig['trust']['revocation']>,
  store: string,
  absolute: (path: string) => string,
): RevocationConfig {
  return {
    sources: given.sources.map(({ name, issuer, lists = [], ocsp, graceSeconds, maxBytes }) => ({
      name,
      issuer,
      lists: lists.map((place) => (isWebPlace(place) ? place : absolute(place))),
      ocsp: ocsp && { url: ocsp.url, certIdHash: ocsp.certIdHash ?? 'sha256' },
      graceSeconds: graceSeconds ?? 3600,
      maxBytes: maxBytes ?? 1_048_576,
    })),
    refreshSeconds: given.refreshSeconds ?? 30,
    required: given.required ?? true,
    folder:
      given.folder === undefined ? join(dirname(absolute(store)), 'revocation') : absolute(given.folder),
  }
}
