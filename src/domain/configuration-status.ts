import { chinaDateTime } from '../clock.ts'
import type { GatewayError } from '../errors.ts'

/** The configuration in force, and the last one that was refused since it came. Instants in epoch milliseconds. */
export interface ConfigurationStatus {
  /** Names what is in force: equal where configuration, certificates and anchors are. */
  version: string
  loadedAt: number
  refused: { at: number; error: GatewayError } | undefined
}

/** What is in force, and why a newer one is not, as others are told. A refused one is no reason to stop answering. */
export function toldConfiguration({ version, loadedAt, refused }: ConfigurationStatus): ToldConfiguration {
  return {
    version,
    loadedAt: chinaDateTime(loadedAt),
    ...(refused && {
      refused: {
        at: chinaDateTime(refused.at),
        code: refused.error.code,
        ...(refused.error.where !== undefined && { where: refused.error.where }),
      },
    }),
  }
}

/** Instants RFC 3339. */
interface ToldConfiguration {
  version: string
  loadedAt: string
  refused?: { at: string; code: string; where?: string }
}
