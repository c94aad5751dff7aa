import { createChannelGuard } from '../../composition/trust/channel-guard.ts'
import type { Clock } from '../../clock.ts'
import type { Config } from '../../config/config.ts'
import type { Secrets } from '../../config/secrets.ts'
import { openDirectory } from '../../composition/trust/trust.ts'
import { createContracts } from '../../contracts/contracts.ts'
import { readDirectory } from '../../directory/read.ts'
import { createDirectorySources } from '../../directory/sources.ts'
import type { DoctorDeps } from '../../doctor/ports.ts'
import { doctorParts } from '../../composition/doctor.ts'
import { loadIdentity, type Identity } from '../../identity/identity.ts'
import { createTokens } from '../../jws/tokens.ts'
import { createCertificateReader } from '../../composition/trust/known-certificate.ts'
import { createOwnSigner } from '../../identity/own-signer.ts'
import { createFetch, defaultFetchLimits } from '../../peers/fetch.ts'
import { defaultPeerSettings } from '../../peers/settings.ts'
import { createRevocationKeeper, type RevocationKeeper } from '../../revocation/keeper.ts'
import { createKeptFiles } from '../../revocation/kept-files.ts'
import { learnListed } from '../../revocation/learn-listed.ts'
import type { DirectoryView } from '../../speaker/ports.ts'
import { certificateToPem } from '../../trust/certificate.ts'

export type OpenDoctor = DoctorDeps & AsyncDisposable

/** Everything as a gateway of this configuration would have it, but without its store: nothing is written anywhere. */
export async function openDoctor(config: Config, secrets: Secrets, clock: Clock): Promise<OpenDoctor> {
  await using stack = new AsyncDisposableStack()
  const contracts = createContracts()
  const identity = loadIdentity(config, secrets)
  const tokens = createTokens(config.trust.algorithms)
  const signer = stack.use(createOwnSigner(config, secrets, identity))
  const anchors = identity.anchors.map(certificateToPem).join('')
  const revocation = keeperOf(config, identity, anchors, clock)
  await revocation?.refresh()
  const certificate = createCertificateReader(identity.anchors, revocation)
  const trust = {
    tokens,
    contracts,
    operators: new Set(config.trust.operators),
    operatorsRequired: config.trust.operatorsRequired,
    certificate,
  }
  let directory: DirectoryView | undefined
  const read = async (): Promise<DirectoryView> => {
    const holder = await openDirectory(revocation, {
      clock,
      sources: createDirectorySources(config.directory.sources, { fetch: createFetch(anchors) }),
      kept: { last: async () => undefined, keep: () => Promise.resolve() },
      events: { swapped: silent, sourceFailed: silent, sourceBack: silent },
      read: (bytes, now) => readDirectory(bytes, trust, now),
    })
    const view = holder.current(clock())
    if (revocation) await learnListed(view, revocation, clock())
    return view
  }
  const current = (): DirectoryView => {
    if (directory) return directory
    throw new RangeError('the directory is the first hop')
  }
  const guard = createChannelGuard({ clock, directory: current, certificate })
  const patience = { lookupMs: 5_000, connectMs: defaultPeerSettings.connectMs, answerMs: 10_000 }
  const doctor = stack.use(
    doctorParts({
      config,
      identity,
      signer,
      contracts,
      revocation,
      guard,
      clock,
      patience,
      directory: async () => (directory ??= await read()),
    }),
  )
  const close = stack.move()
  return { ...doctor, [Symbol.asyncDispose]: () => close.disposeAsync() }
}

/** Looks at the sources itself, and takes what the gateway keeps where they give nothing. */
function keeperOf(
  { trust: { revocation } }: Config,
  { anchors, sign, tls }: Identity,
  pem: string,
  clock: Clock,
): RevocationKeeper | undefined {
  if (!revocation) return undefined
  const { timeoutMs } = defaultFetchLimits
  return createRevocationKeeper({
    ...revocation,
    authorities: [...anchors, ...sign.chain, ...tls.chain],
    clock,
    events: { sourceFailed: silent, sourceBack: silent, listChanged: silent },
    fetch: (url, { maxBytes }, post) => createFetch(pem, { timeoutMs, maxBytes })(url, post),
    kept: { read: createKeptFiles(revocation.folder, silent).read, write: silent },
  })
}

function silent(): void {}
