import { type ChannelGuard, createChannelGuard } from './channel-guard.ts'
import type { Clock } from '../../clock.ts'
import type { Config } from '../../config/config.ts'
import type { Contracts } from '../../contracts/contracts.ts'
import { createDirectoryHolder, type DirectoryHolder } from '../../directory/holder.ts'
import type { DirectoryEvents } from '../../directory/ports.ts'
import { type DirectoryTrust, readDirectory } from '../../directory/read.ts'
import { rememberingCertificates } from '../../directory/remembered.ts'
import { createDirectorySources } from '../../directory/sources.ts'
import { GatewayError } from '../../errors.ts'
import type { ExpiryWarning } from '../../expiry/ports.ts'
import { createExpiryWatch, type ExpiryWatch } from '../../expiry/watch.ts'
import type { Identity } from '../../identity/identity.ts'
import { createCertificateReader } from './known-certificate.ts'
import type { Logger } from '../../logger.ts'
import { createFetch, defaultFetchLimits } from '../../peers/fetch.ts'
import { createRevocationKeeper, type RevocationKeeper } from '../../revocation/keeper.ts'
import { createKeptFiles } from '../../revocation/kept-files.ts'
import { learnListed } from '../../revocation/learn-listed.ts'
import type { RevocationEvents } from '../../revocation/ports.ts'
import type { Tokens } from '../../speaker/ports.ts'
import type { Store } from '../../store/store.ts'
import { certificateToPem } from '../../trust/certificate.ts'

/** Whom a gateway believes, and who it is among them. */
export interface TrustParts {
  /** Absent where nobody is asked about revocation. */
  revocation: RevocationKeeper | undefined
  directory: DirectoryHolder
  self: { code: string; name: string }
  expiry: ExpiryWatch
  /** Judges who is at the other end of TLS. */
  guard: ChannelGuard
}

export interface TrustMakings {
  config: Config
  identity: Identity
  tokens: Tokens
  contracts: Contracts
  clock: Clock
  log: Logger
  events: { revocation: RevocationEvents; directory: DirectoryEvents; expiry(warning: ExpiryWarning): void }
  store: Pick<Store, 'directory'>
  /** Keeps nothing of what it learns. */
  trial: boolean
}

/** Learns what is revoked and who is a member. Fails with CONFIG_INVALID where this member is not listed, and as the directory does. */
export async function trustParts(makings: TrustMakings): Promise<TrustParts> {
  const { config, identity, tokens, contracts, clock, log, events, store, trial } = makings
  const anchors = identity.anchors.map(certificateToPem).join('')
  const revocation = revocationOf(config, identity, anchors, {
    clock,
    log,
    events: events.revocation,
    trial,
  })
  await revocation?.refresh()
  const certificate = createCertificateReader(identity.anchors, revocation)
  const trust: DirectoryTrust = {
    tokens,
    contracts,
    operators: new Set(config.trust.operators),
    operatorsRequired: config.trust.operatorsRequired,
    certificate: rememberingCertificates(certificate),
  }
  const directory = await openDirectory(revocation, {
    clock,
    sources: createDirectorySources(config.directory.sources, { fetch: createFetch(anchors) }),
    kept: trial ? { ...store.directory, keep: async () => undefined } : store.directory,
    events: events.directory,
    read: (bytes, now) => readDirectory(bytes, trust, now),
  })
  if (revocation) await learnListed(directory.current(clock()), revocation, clock())
  const self = selfIn(directory, config, clock())
  const expiry = createExpiryWatch({
    identity,
    self: config.member,
    directory: (now) => directory.current(now),
    clock,
    onCrossed: events.expiry,
  })
  const guard = createChannelGuard({
    clock,
    directory: (now) => directory.current(now),
    intermediates: identity.tls.chain.slice(1).map(({ der }) => Buffer.from(der)),
    certificate,
  })
  return { revocation, directory, self, expiry, guard }
}

/** Knows the authorities of our own chains from the start. */
function revocationOf(
  { trust: { revocation } }: Config,
  { anchors, sign, tls }: Identity,
  pem: string,
  { clock, log, events, trial }: Pick<TrustMakings, 'clock' | 'log' | 'trial'> & { events: RevocationEvents },
): RevocationKeeper | undefined {
  if (!revocation) return undefined
  const kept = createKeptFiles(revocation.folder, (path, cause) =>
    log.warn({ event: 'revocation-kept', path, cause: String(cause) }),
  )
  const { timeoutMs } = defaultFetchLimits
  return createRevocationKeeper({
    ...revocation,
    authorities: [...anchors, ...sign.chain, ...tls.chain],
    clock,
    events,
    fetch: (url, { maxBytes }, post) => createFetch(pem, { timeoutMs, maxBytes })(url, post),
    kept: trial ? { ...kept, write: () => undefined } : kept,
  })
}

/** Where only OCSP knows of the operator, it can be asked once the directory has shown who that is. */
export async function openDirectory(
  revocation: RevocationKeeper | undefined,
  deps: Parameters<typeof createDirectoryHolder>[0],
): Promise<DirectoryHolder> {
  try {
    return await createDirectoryHolder(deps)
  } catch (error) {
    if (!revocation) throw error
    await revocation.settle()
    return createDirectoryHolder(deps)
  }
}

function selfIn(directory: DirectoryHolder, config: Config, now: number): { code: string; name: string } {
  const self = directory.current(now).members.get(config.member)
  if (!self) {
    throw new GatewayError('CONFIG_INVALID', {
      where: config.file,
      detail: `目录中没有该成员 the directory lists no member ${config.member}`,
    })
  }
  return self
}
