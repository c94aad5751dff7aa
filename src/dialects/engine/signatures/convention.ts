/** What a signature may be computed over. */
export interface Signed {
  method: 'GET' | 'POST'
  /** Below the endpoint, without query. */
  path: string
  /** As it is sent; empty where there is none. */
  query: string
  /** Epoch milliseconds. */
  at: number
  /** 32 hex digits, fresh for this message. */
  random: string
}

export type Values = Readonly<Record<string, string>>

/** One platform's way to sign. None covers the body. */
export interface Convention {
  /** Names of values that it needs. */
  needs: readonly string[]
  /** Names that it may be given. */
  takes: readonly string[]
  /** The headers of a message. */
  headers(values: Values, signed: Signed): Record<string, string>
}

/** A value that `needs` vouches for, or that is optional and empty. */
export function valueOf(values: Values, name: string): string {
  return values[name] ?? ''
}
