import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import type { Contracts } from '../contracts/contracts.ts'
import type { GatewayConfig, RepresentedCentreSettings } from '../contracts/generated/types.ts'
import type { Dialect } from '../dialects/engine/dialect.ts'
import { GatewayError } from '../errors.ts'
import { dialectFolder, loadDialect } from './dialect-folder.ts'
import { endpointFault } from './endpoint.ts'
import type { YamlFile } from './yaml-file.ts'

/** A centre that this gateway asks in its dialect, with defaults and absolute paths, and no secret. */
export interface RepresentedConfig {
  centre: string
  dialect: { name: string; folder: string; version: string }
  endpoint: string
  certificateValidity: string
  /** With the dialect's defaults; secret ones are not among them. */
  settings: Readonly<Record<string, string>>
  /** Names of the dialect's secret settings, which `secretsFile` gives. */
  secrets: readonly string[]
  secretsFile: string | undefined
  anchors: string
  deadlineMs: number
  concurrency: number
  maxAnswerBytes: number
}

interface Reading {
  yaml: YamlFile
  contracts: Contracts
  /** Absolute path of the configuration file. */
  file: string
}

/** Checks and completes `represents`. Fails with CONFIG_INVALID at file:line, of the configuration or of a dialect. */
export function representedOf(given: GatewayConfig, reading: Reading): RepresentedConfig[] {
  const seen = new Set([given.member])
  return (given.represents ?? []).map((entry, index) => {
    const at = `/represents/${index}`
    if (seen.has(entry.centre)) throw fault(reading, `${at}/centre`, '已经列出 is there already')
    seen.add(entry.centre)
    return completed(entry, at, given.trust.anchors, reading)
  })
}

function completed(
  entry: RepresentedCentreSettings,
  at: string,
  anchors: string,
  reading: Reading,
): RepresentedConfig {
  const base = dirname(reading.file)
  const folder = dialectFolder(entry.dialect, base)
  if (!existsSync(join(folder, 'dialect.yaml'))) {
    throw fault(
      reading,
      `${at}/dialect`,
      `没有此名称的方言接口 no dialect of this name, and no ${join(folder, 'dialect.yaml')}`,
    )
  }
  const dialect = loadDialect(folder, reading.contracts)
  const unfit = endpointFault(entry.endpoint, dialect.definition)
  if (unfit !== undefined) throw fault(reading, `${at}/endpoint`, unfit)
  const { secretsFile } = entry
  return {
    centre: entry.centre,
    dialect: { name: dialect.definition.dialect, folder, version: dialect.version },
    endpoint: entry.endpoint,
    certificateValidity: entry.certificateValidity,
    ...settingsOf(entry, dialect, at, reading),
    secretsFile: secretsFile === undefined ? undefined : resolve(base, secretsFile),
    anchors: resolve(base, entry.anchors ?? anchors),
    deadlineMs: entry.deadlineMs ?? 8_000,
    concurrency: entry.concurrency ?? 8,
    maxAnswerBytes: entry.maxAnswerBytes ?? 1_048_576,
  }
}

/** Every setting of the dialect, and no other; secrets elsewhere. */
function settingsOf(
  { settings: given = {}, secretsFile }: RepresentedCentreSettings,
  { definition }: Dialect,
  at: string,
  reading: Reading,
): Pick<RepresentedConfig, 'settings' | 'secrets'> {
  const known = Object.entries(definition.settings ?? {})
  const names = new Map(known)
  for (const name of Object.keys(given)) {
    const setting = names.get(name)
    const pointer = `${at}/settings/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`
    if (!setting)
      throw fault(reading, pointer, `不是该方言接口的设置 is no setting of dialect ${definition.dialect}`)
    if (setting.secret)
      throw fault(reading, pointer, '属保密设置，不应写在此处 is secret: it belongs in secretsFile')
  }
  const settings: Record<string, string> = {}
  for (const [name, { secret, default: otherwise }] of known) {
    if (secret) continue
    const value = Object.hasOwn(given, name) ? given[name] : otherwise
    if (value === undefined)
      throw fault(
        reading,
        `${at}/settings`,
        `缺少没有默认值的设置 does not give ${name}, which has no default`,
      )
    settings[name] = value
  }
  const secrets = known.filter(([, { secret }]) => secret).map(([name]) => name)
  if (secrets.length > 0 && secretsFile === undefined) {
    throw fault(reading, at, `缺少保密设置文件 has no secretsFile, which has to give ${secrets.join(', ')}`)
  }
  return { settings, secrets }
}

function fault({ yaml }: Reading, pointer: string, detail: string): GatewayError {
  return new GatewayError('CONFIG_INVALID', { where: yaml.place(pointer), detail: `${pointer} ${detail}` })
}
