import { randomUUIDv7 } from 'node:crypto'
import { lookup } from 'node:dns/promises'
import type { ChannelGuard } from './trust/channel-guard.ts'
import type { Clock } from '../clock.ts'
import type { Config } from '../config/config.ts'
import type { Contracts } from '../contracts/contracts.ts'
import type { DoctorDeps } from '../doctor/ports.ts'
import type { Identity } from '../identity/identity.ts'
import { createTokens } from '../jws/tokens.ts'
import type { OwnSigner } from '../identity/own-signer.ts'
import { peerTlsOf } from '../identity/peer-tls.ts'
import { createPeerContext } from '../peers/agent.ts'
import { createPeers } from '../peers/peers.ts'
import { defaultPeerSettings } from '../peers/settings.ts'
import type { RevocationKeeper } from '../revocation/keeper.ts'

/** What of a gateway its doctor uses. */
export interface DoctorMakings extends Pick<DoctorDeps, 'patience' | 'directory'> {
  config: Config
  identity: Identity
  signer: OwnSigner
  contracts: Contracts
  revocation: RevocationKeeper | undefined
  guard: ChannelGuard
  clock: Clock
}

/** A doctor with the keys and trust of a gateway, and connections of its own, so that no breaker hears of it. */
export function doctorParts(makings: DoctorMakings): DoctorDeps & AsyncDisposable {
  const { config, identity, signer, contracts, revocation, guard, clock, patience, directory } = makings
  const tls = peerTlsOf(config, identity)
  const carrier = createPeers({
    tls,
    settings: defaultPeerSettings,
    random: Math.random,
    clock,
    admit: (chain) => guard(chain, 'tls-server'),
  })
  return {
    self: config.member,
    clock,
    patience,
    directory,
    anchors: identity.anchors,
    own: { sign: identity.sign.chain, tls: identity.tls.chain },
    revocation,
    lookup: async (host) => (await lookup(host, { all: true })).map(({ address }) => address),
    tls: createPeerContext(tls),
    carrier,
    sign: signer.sign,
    tokens: createTokens(config.trust.algorithms),
    contracts,
    newId: () => randomUUIDv7(),
    [Symbol.asyncDispose]: () => carrier.close(),
  }
}
