import type { ErrorCode, GatewayError } from '../errors.ts'
import type { DirectoryChange } from './diff.ts'

/** One place where the signed directory is published. */
export interface DirectorySource {
  /** Path or URL, as it is shown to the operator. */
  name: string
  /** The bytes there, limited in time and size. Fails with a catalogued error. */
  read(): Promise<Buffer>
}

/** The directories that were in force here, kept across restarts. */
export interface KeptDirectory {
  /** The newest. Fails with STORE_UNAVAILABLE. */
  last(): Promise<KeptVersion | undefined>
  /** Keeps a version. Fails with STORE_UNAVAILABLE. */
  keep(version: number, token: string): Promise<void>
}

/** The same, for looking back. Everything fails with STORE_UNAVAILABLE. */
export interface DirectoryArchive {
  /** Newest first, at most `limit`. */
  versions(limit: number): Promise<number[]>
  /** Undefined where that version was never in force here. */
  version(version: number): Promise<KeptVersion | undefined>
}

export interface KeptVersion {
  version: number
  bytes: Buffer
}

/** What came of the last look at one source. */
export interface SourceStatus {
  source: string
  /** Epoch milliseconds. */
  at: number
  /** What is published there, where it can be used. */
  version?: number
  /** Why it cannot. */
  code?: ErrorCode
  /** When it last could, epoch milliseconds; absent where it never did. */
  lastGoodAt?: number
}

/** How fresh the directory in force is. Instants in epoch milliseconds. */
export interface DirectoryStatus {
  version: number
  /** When it stops being used: the end of the grace when no source can be read. */
  expires: number
  /** When a source last gave this version or a newer one; absent where only what was kept is at hand. */
  confirmed: number | undefined
  sources: readonly SourceStatus[]
}

/** Hears of changes only: a source that stays as it was is not told again. */
export interface DirectoryEvents {
  /** `from` is absent at the start, and then there are no changes. */
  swapped(swap: { from: number | undefined; version: number; changes: readonly DirectoryChange[] }): void
  sourceFailed(event: { source: string; error: GatewayError }): void
  sourceBack(event: { source: string; version: number }): void
}
