import type { KeyObject } from 'node:crypto'
import type { Certificate } from '../certificate.ts'

/** What a .p12 file holds: a private key and the certificates that came with it, its own first. */
export interface KeyAndChain {
  readonly key: KeyObject
  readonly chain: readonly Certificate[]
  /** Name shown in key stores, Chinese as it is. */
  readonly friendlyName?: string
}
