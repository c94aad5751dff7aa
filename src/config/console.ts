import { resolve } from 'node:path'
import type { ConsoleBranch, GatewayConfig } from '../contracts/generated/types.ts'
import { GatewayError } from '../errors.ts'
import type { YamlFile } from './yaml-file.ts'

/** The pages for people, with defaults and absolute paths. */
export interface ConsoleConfig {
  /** Scheme, name and port, as a browser writes them. */
  origin: string
  identity: {
    issuer: string
    clientId: string
    clientSecretFile: string
    /** Beside the public authorities. */
    anchors: string | undefined
    rolesClaim: string
    branchClaim: string
  }
  branches: ConsoleBranch[]
  contact: string
  idleMinutes: number
  hours: number
  recheckSeconds: number
  keepDays: number
  /** URL that printed QR codes lead to. */
  checkPage: string
  /** Addresses whose X-Forwarded-For is believed. */
  trustedProxies: readonly string[]
}

/** Checks and completes `office.console`; `base` is the folder of the configuration. Fails with CONFIG_INVALID at file:line. */
export function consoleOf(
  { office: { console: given } }: Pick<GatewayConfig, 'office'>,
  { yaml, base }: { yaml: YamlFile; base: string },
): ConsoleConfig | undefined {
  if (!given) return undefined
  const fault = (member: string, detail: string) => {
    const at = `/office/console/${member}`
    return new GatewayError('CONFIG_INVALID', { where: yaml.place(at), detail: `${at} ${detail}` })
  }
  const origin = URL.parse(given.origin)?.origin
  if (origin === undefined) throw fault('origin', '不是来源（协议、主机与端口） is no origin')
  if (!URL.parse(given.identity.issuer)) throw fault('identity/issuer', '不是 URL is no URL')
  for (const [index, { code }] of given.branches.entries()) {
    const before = given.branches.slice(0, index)
    if (before.some((other) => other.code === code))
      throw fault(`branches/${index}`, '与另一管理部代码相同 has the code of another')
  }
  const { anchors, rolesClaim = 'hpf_roles', branchClaim = 'hpf_branch', ...identity } = given.identity
  return {
    idleMinutes: 10,
    hours: 8,
    recheckSeconds: 30,
    keepDays: 1095,
    checkPage: `${origin}/check`,
    trustedProxies: [],
    ...given,
    origin,
    identity: {
      ...identity,
      rolesClaim,
      branchClaim,
      clientSecretFile: resolve(base, identity.clientSecretFile),
      anchors: anchors === undefined ? undefined : resolve(base, anchors),
    },
  }
}
