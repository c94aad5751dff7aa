import type { Clock } from '../clock.ts'
import type { Config } from '../config/config.ts'
import type { Secrets } from '../config/secrets.ts'
import { GatewayError } from '../errors.ts'
import type { Identity } from '../identity/identity.ts'
import type { Lasting, Present } from './lasting.ts'
import { probeCall } from '../outbound/probe.ts'
import { peerTlsOf } from '../identity/peer-tls.ts'
import type { OnStateChange } from '../peers/lane.ts'
import { createPeers } from '../peers/peers.ts'
import type { PeerSettings } from '../peers/settings.ts'
import { createRepresentedCentres, lineAnchors } from './represented-centres.ts'

export interface LineMakings {
  config: Config
  identity: Identity
  secrets: Secrets
  lasting: Lasting
  clock: Clock
  settings: PeerSettings
  heard: OnStateChange
}

/** Channels to peers and what is known of their health last as long as our own TLS does not change. */
export function sharedPeers({ config, identity, lasting, clock, settings, heard }: LineMakings) {
  const tls = peerTlsOf(config, identity)
  return lasting.share('peers', { tls, settings }, () =>
    createPeers({
      tls,
      settings,
      clock,
      random: Math.random,
      onStateChange: heard,
      admit: (chain) => present(lasting).guard(chain, 'tls-server'),
      probe: (code) => probeCall(code, present(lasting).asking),
    }),
  )
}

/** Centres asked in their dialects last as long as their settings do. */
export function sharedCentres({
  config: { represents },
  secrets,
  lasting,
  clock,
  settings,
  heard,
}: LineMakings) {
  const of = { represents, secrets: [...secrets.centres], anchors: represents.map(lineAnchors), settings }
  return lasting.share('represented', of, () =>
    createRepresentedCentres({
      represents,
      secrets,
      contracts: lasting.contracts,
      clock,
      nameOf: (code) => present(lasting).asking.directory(clock()).members.get(code)?.name ?? code,
      settings,
      onStateChange: heard,
    }),
  )
}

/** What shared parts use of the gateway as it is configured now. */
export function present({ now }: Lasting): Present {
  if (now) return now
  throw new GatewayError('INTERNAL', { detail: '尚未载入配置 nothing is configured yet' })
}
