import { randomBytes } from 'node:crypto'
import type { Clock } from '../clock.ts'
import { loadDialect } from '../config/dialect-folder.ts'
import type { RepresentedConfig } from '../config/represented.ts'
import type { Secrets } from '../config/secrets.ts'
import type { Contracts } from '../contracts/contracts.ts'
import { GatewayError } from '../errors.ts'
import { keyFileText } from '../key-file.ts'
import { type Centre, createCentre } from '../peers/centre.ts'
import type { OnStateChange, PeerState } from '../peers/lane.ts'
import { defaultLineSettings } from '../peers/line.ts'
import { createLine } from '../peers/open-line.ts'
import type { PeerSettings } from '../peers/settings.ts'
import { createDialectPeer } from '../providers/dialect-peer.ts'
import type { Provider } from '../providers/provider.ts'

/** The centres that this gateway can ask in their dialects. */
export interface RepresentedCentres extends AsyncDisposable {
  /** By the centre's code: who knows its facts, and how long its certificates hold (ISO 8601 duration). */
  centres: ReadonlyMap<string, { provider: Provider; validity: string }>
  /** The breaker of each. */
  states(): PeerState[]
  /** Keeps the breakers of these centres open, and lets go of all others. */
  hold(codes: ReadonlySet<string>): void
}

interface Deps {
  represents: readonly RepresentedConfig[]
  secrets: Pick<Secrets, 'centres'>
  contracts: Contracts
  clock: Clock
  /** The centre's name in the directory in force. */
  nameOf(code: string): string
  settings: PeerSettings
  onStateChange: OnStateChange
}

/** Nobody is asked yet. Fails with CONFIG_INVALID, or KEY_UNUSABLE where anchors cannot be read. */
export function createRepresentedCentres(deps: Deps): RepresentedCentres {
  const lines = new Map<string, Centre>()
  const centres = new Map<string, { provider: Provider; validity: string }>()
  for (const entry of deps.represents) {
    const line = centreOf(entry, deps)
    lines.set(entry.centre, line)
    centres.set(entry.centre, {
      provider: createDialectPeer({
        dialect: loadDialect(entry.dialect.folder, deps.contracts),
        settings: { ...entry.settings, ...deps.secrets.centres.get(entry.centre) },
        centre: () => ({ code: entry.centre, name: deps.nameOf(entry.centre) }),
        line,
        newSeed: () => randomBytes(16),
      }),
      validity: entry.certificateValidity,
    })
  }
  return {
    centres,
    states: () => [...lines.values()].map((line) => line.state()),
    hold: (codes) => lines.forEach((line, code) => line.hold(codes.has(code))),
    async [Symbol.asyncDispose]() {
      await Promise.all([...lines.values()].map((line) => line.close()))
    },
  }
}

function centreOf(entry: RepresentedConfig, { clock, settings, onStateChange }: Deps): Centre {
  const { centre: code, endpoint, deadlineMs, concurrency, maxAnswerBytes } = entry
  const anchors = lineAnchors(entry)
  const line = createLine({ centre: code, endpoint, anchors }, { ...defaultLineSettings, maxAnswerBytes })
  return createCentre({
    code,
    line,
    clock,
    onStateChange,
    settings: { concurrency, waiting: settings.waiting, deadlineMs, breaker: settings.breaker },
  })
}

/** Who vouches for the centre's server, PEM; nobody where it speaks without TLS. Fails with KEY_UNUSABLE naming the file. */
export function lineAnchors({ endpoint, anchors }: RepresentedConfig): string {
  return endpoint.startsWith('https:') ? anchorsIn(anchors) : ''
}

function anchorsIn(path: string): string {
  const pem = keyFileText(path)
  if (pem.includes('-----BEGIN CERTIFICATE-----')) return pem
  throw new GatewayError('KEY_UNUSABLE', { where: path, detail: '文件中没有信任锚证书 no trust anchor' })
}
