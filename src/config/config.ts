import { dirname, join, resolve } from 'node:path'
import type { Contracts } from '../contracts/contracts.ts'
import type { GatewayConfig } from '../contracts/generated/types.ts'
import type { TlsMinimum } from '../domain/tls-policy.ts'
import { GatewayError } from '../errors.ts'
import { isWebPlace } from '../revocation/places.ts'
import { type CallbackConfig, callbacksOf } from './callbacks.ts'
import { type ConsoleConfig, consoleOf } from './console.ts'
import type { Environment } from './env.ts'
import { type OfficeClientConfig, officeClientsOf } from './office-clients.ts'
import { type RepresentedConfig, representedOf } from './represented.ts'
import { readYamlFile, type YamlFile, yamlFile } from './yaml-file.ts'

type KeyFiles = GatewayConfig['keys']['tls']

/** Where the signing key is: in a file, or in a signing server. */
export type SigningKey =
  (KeyFiles & { server?: undefined }) | { key?: undefined; server: SigningServerConfig; certificate: string }

/** `anchors` and `tokenFile`: absolute paths. */
export interface SigningServerConfig {
  url: string
  keyId: string
  tokenFile: string | undefined
  anchors: string
}

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

/** A file of this machine, or a database that several instances share. Absolute paths. */
export type StoreConfig =
  { file: string; postgres?: undefined } | { file?: undefined; postgres: PostgresConfig }

export interface PostgresConfig {
  host: string
  port: number
  database: string
  user: string
  passwordFile: string
  anchors: string | undefined
  connections: number
}

/** Where revocation is learned of, with absolute paths and defaults. */
export interface RevocationConfig {
  sources: {
    name: string
    issuer: string
    /** Absolute paths and URLs. */
    lists: string[]
    ocsp: { url: string; certIdHash: 'sha1' | 'sha256' | 'sha384' | 'sha512' } | undefined
    graceSeconds: number
    maxBytes: number
  }[]
  refreshSeconds: number
  required: boolean
  folder: string
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
  const checked = contracts.check('config', yaml.value)
  if (!checked.ok) throw new GatewayError('CONFIG_INVALID', fault(checked, yaml))
  if (environment.logLevel !== undefined && !logLevels.includes(environment.logLevel)) {
    throw new GatewayError('CONFIG_INVALID', {
      where: 'GATEWAY_LOG_LEVEL',
      detail: `not one of ${logLevels.join(', ')}`,
    })
  }
  assertEnoughOperators(checked.value, yaml)
  assertRevocationSources(checked.value, yaml)
  assertSigningKey(checked.value, yaml)
  assertStore(checked.value, yaml)
  const represents = representedOf(checked.value, { yaml, contracts, file: resolve(file) })
  const reading = { yaml, base: dirname(resolve(file)) }
  const callbacks = callbacksOf(checked.value, reading)
  const clients = officeClientsOf(checked.value, reading).map((client, index) => ({
    ...client,
    callbacks: callbacks[index] ?? [],
  }))
  const office = { clients, console: consoleOf(checked.value, reading) }
  return { ...completed(resolve(file), checked.value, environment, office), represents }
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
    detail: `/trust/operatorsRequired is more than the ${known} of /trust/operators`,
  })
}

/** Each says where to look, and has a name of its own. */
function assertRevocationSources({ trust }: GatewayConfig, yaml: YamlFile): void {
  const names = new Set<string>()
  for (const [index, { name, lists, ocsp }] of (trust.revocation?.sources ?? []).entries()) {
    const at = `/trust/revocation/sources/${index}`
    const detail =
      !lists && !ocsp ? 'has neither lists nor ocsp' : names.has(name) ? 'has the name of another' : ''
    if (detail) throw new GatewayError('CONFIG_INVALID', { where: yaml.place(at), detail: `${at} ${detail}` })
    names.add(name)
  }
}

/** In one place, not in two. */
function assertSigningKey({ keys: { sign } }: GatewayConfig, yaml: YamlFile): void {
  if ((sign.key === undefined) !== (sign.server === undefined)) return
  const both = sign.key !== undefined
  throw new GatewayError('CONFIG_INVALID', {
    where: yaml.place(both ? '/keys/sign/server' : '/keys/sign'),
    detail: both ? '/keys/sign has both key and server' : '/keys/sign has neither key nor server',
  })
}

/** One store, where it can be reached without telling everybody what is in it. */
function assertStore({ store: { file, postgres } }: GatewayConfig, yaml: YamlFile): void {
  const fault = (at: string, detail: string) =>
    new GatewayError('CONFIG_INVALID', { where: yaml.place(at), detail: `${at} ${detail}` })
  if (!file && !postgres) throw fault('/store', 'has neither file nor postgres')
  if (file && postgres) throw fault('/store/postgres', 'stands beside file; the store is in one place')
  if (postgres && !postgres.anchors && !isLocal(postgres.host)) {
    throw fault('/store/postgres/host', 'is another machine, and there are no anchors for TLS')
  }
}

function isLocal(host: string): boolean {
  return host.startsWith('/') || ['localhost', '127.0.0.1', '::1'].includes(host)
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

function storeOf(
  { file, postgres }: GatewayConfig['store'],
  absolute: (path: string) => string,
): StoreConfig {
  if (!postgres) return { file: absolute(file ?? '') }
  const { host, port = 5432, database, user, passwordFile, anchors, connections = 8 } = postgres
  return {
    postgres: {
      host,
      port,
      database,
      user,
      passwordFile: absolute(passwordFile),
      anchors: anchors === undefined ? undefined : absolute(anchors),
      connections,
    },
  }
}

function signingKeyOf(
  { keys: { sign }, trust }: GatewayConfig,
  absolute: (path: string) => string,
): SigningKey {
  const certificate = absolute(sign.certificate)
  if (!sign.server) return { key: absolute(sign.key ?? ''), certificate }
  const { url, keyId, tokenFile, anchors } = sign.server
  return {
    certificate,
    server: {
      url: url.replace(/\/+$/, ''),
      keyId,
      tokenFile: tokenFile === undefined ? undefined : absolute(tokenFile),
      anchors: absolute(anchors ?? trust.anchors),
    },
  }
}

function revocationOf(
  given: NonNullable<GatewayConfig['trust']['revocation']>,
  store: string,
  absolute: (path: string) => string,
): RevocationConfig {
  return {
    sources: given.sources.map(({ name, issuer, lists = [], ocsp, graceSeconds, maxBytes }) => ({
      name,
      issuer,
      lists: lists.map((place) => (isWebPlace(place) ? place : absolute(place))),
      ocsp: ocsp && { url: ocsp.url, certIdHash: ocsp.certIdHash ?? 'sha256' },
      graceSeconds: graceSeconds ?? 3600,
      maxBytes: maxBytes ?? 1_048_576,
    })),
    refreshSeconds: given.refreshSeconds ?? 30,
    required: given.required ?? true,
    folder:
      given.folder === undefined ? join(dirname(absolute(store)), 'revocation') : absolute(given.folder),
  }
}
