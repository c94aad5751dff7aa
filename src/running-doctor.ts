import { randomUUIDv7 } from 'node:crypto'
import { lookup } from 'node:dns/promises'
import type { ChannelGuard } from './channel-guard.ts'
import type { Clock } from './clock.ts'
import type { Config } from './config/config.ts'
import type { Contracts } from './contracts/contracts.ts'
import type { DoctorDeps } from './doctor/ports.ts'
import type { Identity } from './identity.ts'
import { createTokens } from './jws/tokens.ts'
import type { OwnSigner } from './own-signer.ts'
import { peerTlsOf } from './peer-tls.ts'
import { createPeerContext } from './peers/agent.ts'
import { createPeers } from './peers/peers.ts'
import { defaultPeerSettings } from './peers/settings.ts'
import type { RevocationKeeper } from './revocation/keeper.ts'
import type { DirectoryView } from './speaker/ports.ts'

/** What of a running gateway its doctor uses. */
export interface DoctorMakings {
  config: Config
  self: { code: string }
  identity: Identity
  signer: OwnSigner
  contracts: Contracts
  revocation: RevocationKeeper | undefined
  guard: ChannelGuard
  clock: Clock
  view(): DirectoryView
}

/** Somebody waits at a screen. */
const patience = { lookupMs: 3_000, connectMs: 3_000, answerMs: 8_000 }

/** The doctor of a gateway that runs: with its keys and trust, and connections of its own, so that no breaker hears of it. */
export function openRunningDoctor(makings: DoctorMakings): DoctorDeps & AsyncDisposable {
  const { config, self, identity, signer, contracts, revocation, guard, clock } = makings
  const tls = peerTlsOf(config, identity)
  const carrier = createPeers({
    tls,
    settings: defaultPeerSettings,
    random: Math.random,
    clock,
    admit: (chain) => guard(chain, 'tls-server'),
  })
  return {
    self: self.code,
    clock,
    patience,
    directory: async () => makings.view(),
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
