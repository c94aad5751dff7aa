import { loadConfig } from '../config/config.ts'
import type { Contracts } from '../contracts/contracts.ts'
import type { DirectoryTrust } from '../directory/read.ts'
import { isUrl } from '../directory/sources.ts'
import type { EvidenceTrust } from '../evidence/ports.ts'
import { type Believing, evidenceTrust } from '../composition/trust/evidence-trust.ts'
import { certificates } from '../identity/identity.ts'
import { algorithmNames } from '../jws/algorithms.ts'
import { misused } from './command.ts'
import { readToken } from './files.ts'
import { type ConfigOptions, configFile, configFileIfAny } from './sandbox-member.ts'
import type { Shell } from './shell.ts'

/** Options that say whom to believe without a configuration. */
export interface TrustOptions {
  anchors?: string
  operator?: string[]
  operatorsRequired?: string
  directory?: string
}

export const operatorsRequiredOption = [
  '--operators-required <count>',
  'how many different operators must have signed the directory, 1 to 5; by default as configured, 1 with --operator or --anchors',
] as const

/** Whom a command believes, and where it finds a directory. */
export interface Believed extends EvidenceTrust, DirectoryTrust {
  directory: (() => Buffer) | undefined
}

/** From `--anchors` and `--operator`, else from the configuration. `--operators-required` counts with each of them. Fails with USAGE_INVALID where neither is given. */
export function believed(
  options: ConfigOptions & TrustOptions,
  shell: Shell,
  contracts: Contracts,
): Believed {
  const { anchors, operator = [], directory } = options
  const operators = operator.map(thumbprint)
  const asked = required(options)
  if (anchors !== undefined) {
    return believing(
      { anchors, operators, operatorsRequired: asked ?? 1, algorithms: algorithmNames, directory },
      contracts,
    )
  }
  if (configFileIfAny(options, shell) === undefined) {
    throw misused(
      '--config',
      '请指明信任谁 say whom to believe: --config, --as, or --anchors with --operator',
    )
  }
  const config = loadConfig(configFile(options, shell), shell.environment, contracts)
  return believing(
    {
      ...config.trust,
      ...(operators.length > 0 && { operators, operatorsRequired: 1 }),
      ...(asked !== undefined && { operatorsRequired: asked }),
      directory: directory ?? config.directory.sources.find((source) => !isUrl(source)),
    },
    contracts,
  )
}

/** Trust in anchors and operators by name. */
export function believing(
  from: Omit<Believing, 'anchors'> & {
    /** A PEM file. */
    anchors: string
    directory: string | undefined
  },
  contracts: Contracts,
): Believed {
  const file = from.directory
  return {
    ...evidenceTrust({ ...from, anchors: certificates(from.anchors) }, contracts),
    directory: file === undefined ? undefined : () => readToken(file),
  }
}

function required({ operatorsRequired: text }: TrustOptions): number | undefined {
  if (text === undefined) return undefined
  if (/^[1-5]$/.test(text)) return Number(text)
  throw misused('--operators-required', '须为 1 至 5 的数 a number from 1 to 5')
}

function thumbprint(text: string): string {
  if (/^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/.test(text)) return text
  throw misused(
    '--operator',
    '不是 base64url 形式的 SHA-256（43 个字符） not a SHA-256 in base64url (43 characters)',
  )
}
