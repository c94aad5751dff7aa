import type { GatewayConfig } from '../contracts/generated/types.ts'
import { GatewayError } from '../errors.ts'
import type { YamlFile } from './yaml-file.ts'

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

/** One store, where it can be reached without telling everybody what is in it. */
export function assertStore({ store: { file, postgres } }: GatewayConfig, yaml: YamlFile): void {
  const fault = (at: string, detail: string) =>
    new GatewayError('CONFIG_INVALID', { where: yaml.place(at), detail: `${at} ${detail}` })
  if (!file && !postgres) throw fault('/store', '二者均未给出 has neither file nor postgres')
  if (file && postgres)
    throw fault('/store/postgres', '与 file 不能并存 stands beside file; the store is in one place')
  if (postgres && !postgres.anchors && !isLocal(postgres.host)) {
    throw fault(
      '/store/postgres/host',
      '在另一台机器上，却没有用于 TLS 的信任锚 is another machine, and there are no anchors for TLS',
    )
  }
}

function isLocal(host: string): boolean {
  return host.startsWith('/') || ['localhost', '127.0.0.1', '::1'].includes(host)
}

export function storeOf(
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
