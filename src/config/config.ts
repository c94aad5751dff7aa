import { dirname, resolve } from 'node:path'
import type { Contracts } from '../contracts/contracts.ts'
import type { GatewayConfig } from '../contracts/generated/types.ts'
import { GatewayError } from '../errors.ts'
import type { Environment } from './env.ts'
import { readYamlFile } from './yaml-file.ts'

type KeyFiles = GatewayConfig['keys']['sign']

/** The configuration with defaults filled in and absolute paths. It holds no secret, so it can be printed. */
export interface Config {
  file: string
  member: string
  sandbox: boolean
  exchange: { host: string; port: number }
  office: GatewayConfig['office']
  ops: { host: string; port: number }
  keys: { sign: KeyFiles; tls: KeyFiles }
  trust: { anchors: string; operators: string[]; algorithms: string[] }
  directory: { file: string; refreshSeconds: number }
  store: { file: string; keyFile: string | undefined }
  core:
    | {
        file: string
        certificateValidity: string
        arrearsAfterMonths: number
        countBackPayments: boolean
        ratioForm: 'percent' | 'fraction'
      }
    | undefined
  logLevel: string
}

const logLevels = ['debug', 'info', 'warn', 'error']

/** Reads, checks and completes the configuration. Fails with CONFIG_INVALID at file:line or naming the variable. */
export function loadConfig(file: string, environment: Environment, contracts: Contracts): Config {
  const yaml = readYamlFile(file)
  const checked = contracts.check('config', yaml.value)
  if (!checked.ok) {
    throw new GatewayError('CONFIG_INVALID', {
      where: yaml.place(checked.where),
      detail: `${checked.where} ${checked.detail}`,
    })
  }
  if (environment.logLevel !== undefined && !logLevels.includes(environment.logLevel)) {
    throw new GatewayError('CONFIG_INVALID', {
      where: 'GATEWAY_LOG_LEVEL',
      detail: `not one of ${logLevels.join(', ')}`,
    })
  }
  return completed(resolve(file), checked.value, environment)
}

function completed(file: string, given: GatewayConfig, environment: Environment): Config {
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
    office: given.office,
    ops: given.ops,
    keys: { sign: pair(given.keys.sign), tls: pair(given.keys.tls) },
    trust: {
      anchors: absolute(given.trust.anchors),
      operators: given.trust.operators,
      algorithms: given.trust.algorithms ?? ['ES256', 'EdDSA', 'PS256'],
    },
    directory: { file: absolute(given.directory.file), refreshSeconds: given.directory.refreshSeconds ?? 30 },
    store: {
      file: absolute(given.store.file),
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
