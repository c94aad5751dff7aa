/** Who has to act: the caller, this gateway's operator, or the peer that was asked. */
export type FaultSide = 'caller' | 'us' | 'peer'

interface Text {
  en: string
  zh: string
}

/**
 * Everything known about one error code, in one place.
 * `peerFailure`: an ask that ends so counts against the peer's circuit breaker.
 * `uniform`: told to a stranger only as UNAUTHENTICATED; the code itself goes to the log, and to the caller in sandbox mode.
 */
export interface CatalogueEntry {
  status: number
  fault: FaultSide
  peerFailure: boolean
  uniform?: true
  title: Text
  remedy: Text
}

export function caller(status: number, title: Text, remedy: Text): CatalogueEntry {
  return { status, fault: 'caller', peerFailure: false, title, remedy }
}

export function stranger(title: Text, remedy: Text): CatalogueEntry {
  return { status: 401, fault: 'caller', peerFailure: true, uniform: true, title, remedy }
}

export function us(status: number, title: Text, remedy: Text): CatalogueEntry {
  return { status, fault: 'us', peerFailure: status >= 500, title, remedy }
}

export function peer(status: number, title: Text, remedy: Text): CatalogueEntry {
  return { status, fault: 'peer', peerFailure: true, title, remedy }
}
