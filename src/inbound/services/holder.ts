import type { Provider } from '../../providers/provider.ts'

/** Who knows the facts of one centre, and how long certificates of it hold (ISO 8601 duration such as P2M). */
export interface Holder {
  provider: Provider
  validity: string
}

/** The holder of a centre's facts by its code; only centres that we answer for are asked about. Fails with PROVIDER_UNAVAILABLE. */
export type Holders = (centre: string) => Holder
