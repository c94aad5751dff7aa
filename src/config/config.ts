import { dirname, resolve } from 'node:path'
import type { Contracts } from '../contracts/contracts.ts'
import type { GatewayConfig } from '../contracts/generated/types.ts'
import type { TlsMinimum } from '../domain/tls-policy.ts'
import { GatewayError } from '../errors.ts'
import { type CallbackConfig, callbacksOf } from './callbacks.ts'
import { type ConsoleConfig, consoleOf } from './console.ts'
import type { Environment } from './env.ts'
import { type OfficeClientConfig, officeClientsOf } from './office-clients.ts'
import { type RepresentedConfig, representedOf } from './represented.ts'
import { assertRevocationSources, type RevocationConfig, revocationOf } from './revocation.ts'
import { assertSigningKey, type KeyFiles, type SigningKey, signingKeyOf } from './signing-key.ts'
import { assertStore, type StoreConfig, storeOf } from './store.ts'
import { readYamlFile, type YamlFile, yamlFile } from './yaml-file.ts'

/** The configuration with defaults filled in and absolute paths. It holds no secret, so it can be printed. */
export interface Config {
  file: string
  member: string
  sandbox: boolean
  exchange: { host: string; port: number }
  /** For the exchange and office listeners and towards peers. */
  tls: { minimum: TlsMinimum }
  office: Omit<GatewayConfig['office'], 'clients' | 'jobs' | 'console'> & {
    clients: (OfficeClientConfig & { callbacks: CallbackConfig[] })[]
    jobs: { keepHours: number; openPerCaller: number; openInAll: number }
    /** Absent: no pages for people. */
    console: ConsoleConfig | undefined
  }
  ops: { host: string; port: number }
  keys: { sign: SigningKey; tls: KeyFiles }
  trust: {
    anchors: string
    operators: string[]
    operatorsRequired: number
    algorithms: string[]
    /** Absent: nobody is asked about revocation. */
    revocation: RevocationConfig | undefined
  }
  /** `sources`: absolute paths and https URLs. */
  directory: { sources: string[]; refreshSeconds: number }
  store: StoreConfig & { keyFile: string | undefined }
  core:
    | {
        file: string
        certificateValidity: string
        arrearsAfterMonths: number
        countBackPayments: boolean
        ratioForm: 'percent' | 'fraction'
      }
    | undefined
  /** Centres with an interface of their own. */
  represents: RepresentedConfig[]
  logLevel: string
}

const logLevels = ['debug', 'info', 'warn', 'error']

/**
 * Reads, checks and completes the configuration. Fails with CONFIG_INVALID at file:line or naming the variable. `text`: what would stand
 * in the file, instead of what does.
 */
export function loadConfig(
  file: string,
  environment: Environment,
  contracts: Contracts,
  text?: string,
): Config {
  const yaml = text === undefined ? readYamlFile(file) : yamlFile(file, text)
  const given = givenIn(yaml, contracts)
  if (environment.logLevel !== undefined && !logLevels.includes(environment.logLevel)) {
    throw new GatewayError('CONFIG_INVALID', {
      where: 'GATEWAY_LOG_LEVEL',
      detail: `须为其中之一 not one of ${logLevels.join(', ')}`,
    })
  }
  assertEnoughOperators(given, yaml)
  assertRevocationSources(given, yaml)
  assertSigningKey(given, yaml)
  assertStore(given, yaml)
  const represents = representedOf(given, { yaml, contracts, file: resolve(file) })
  const reading = { yaml, base: dirname(resolve(file)) }
  const callbacks = callbacksOf(given, reading)
  const clients = officeClientsOf(given, reading).map((client, index) => ({
    ...client,
    callbacks: callbacks[index] ?? [],
  }))
  const office = { clients, console: consoleOf(given, reading) }
  return { ...completed(resolve(file), given, environment, office), represents }
}

/** What stands in a file, as it stands there: nothing that it names is looked at. Fails with CONFIG_INVALID at file:line. */
export function givenIn(yaml: YamlFile, contracts: Contracts): GatewayConfig {
  const checked = contracts.check('config', yaml.value)
  if (!checked.ok) throw new GatewayError('CONFIG_INVALID', fault(checked, yaml))
  return checked.value
}

/** Names the line and, in a file of our own, also the member that is not allowed. */
function fault(
  { where, detail, unknownMember }: { where: string; detail: string; unknownMember?: string },
  yaml: YamlFile,
): { where: string; detail: string } {
  if (unknownMember === undefined) return { where: yaml.place(where), detail: `${where} ${detail}` }
  const within = where === '/' ? '' : where
  return {
    where: yaml.place(`${within}/${unknownMember.replaceAll('~', '~0').replaceAll('/', '~1')}`),
    detail: `${where} ${detail}: ${unknownMember}`,
  }
}

/** Where more must sign than there are, no directory could ever be read. */
function assertEnoughOperators({ trust }: GatewayConfig, yaml: YamlFile): void {
  const known = new Set(trust.operators).size
  if ((trust.operatorsRequired ?? 1) <= known) return
  throw new GatewayError('CONFIG_INVALID', {
    where: yaml.place('/trust/operatorsRequired'),
    detail: `/trust/operatorsRequired 多于所列的运营方 is more than the ${known} of /trust/operators`,
  })
}

function completed(
  file: string,
  given: GatewayConfig,
  environment: Environment,
  office: Pick<Config['office'], 'clients' | 'console'>,
): Omit<Config, 'represents'> {
  const absolute = (path: string) => resolve(dirname(file), path)
  const pair = ({ key, certificate }: KeyFiles) => ({
    key: absolute(key),
    certificate: absolute(certificate),
  })
  return {
    file,
    member: given.member,
    sandbox: given.mode === 'sandbox',
    exchange: given.exchange,
    tls: { minimum: given.tls?.minimum ?? '1.3' },
    office: {
      ...given.office,
      ...office,
      jobs: { keepHours: 72, openPerCaller: 10_000, openInAll: 50_000, ...given.office.jobs },
    },
    ops: given.ops,
    keys: { sign: signingKeyOf(given, absolute), tls: pair(given.keys.tls) },
    trust: {
      anchors: absolute(given.trust.anchors),
      operators: given.trust.operators,
      operatorsRequired: given.trust.operatorsRequired ?? 1,
      algorithms: given.trust.algorithms ?? ['ES256', 'ES384', 'EdDSA', 'PS256'],
      revocation:
        given.trust.revocation && revocationOf(given.trust.revocation, given.store.file ?? 'store', absolute),
    },
    directory: {
      sources: given.directory.sources.map((source) =>
        source.startsWith('https://') ? source : absolute(source),
      ),
      refreshSeconds: given.directory.refreshSeconds ?? 30,
    },
    store: {
      ...storeOf(given.store, absolute),
      keyFile: given.store.keyFile === undefined ? undefined : absolute(given.store.keyFile),
    },
    core: given.core && {
      file: absolute(given.core.file),
      certificateValidity: given.core.certificateValidity,
      arrearsAfterMonths: given.core.arrearsAfterMonths ?? 1,
      countBackPayments: given.core.countBackPayments ?? true,
      ratioForm: given.core.ratioForm ?? 'percent',
    },
    logLevel: environment.logLevel ?? given.log?.level ?? 'info',
  }
}
