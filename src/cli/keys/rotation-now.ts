import { type Config, loadConfig } from '../../config/config.ts'
import { createContracts } from '../../contracts/contracts.ts'
import { GatewayError } from '../../errors.ts'
import { type OwnCertificate, readOwnCertificate } from '../../identity/identity.ts'
import type { DirectoryView } from '../../speaker/ports.ts'
import { misused } from '../command.ts'
import { newestDirectory } from '../directory/newest.ts'
import { configFile, type ConfigOptions } from '../sandbox-member.ts'
import type { Shell } from '../shell.ts'
import { type NextFiles, nextFiles, type Use } from './rotation.ts'

/** Everything about one rotation. */
export interface Rotation {
  use: Use
  config: Config
  files: { key: string; certificate: string }
  next: NextFiles
  present: OwnCertificate
  directory: DirectoryView | GatewayError
  now: number
  passphrase: string | undefined
}

export async function rotationOf(options: ConfigOptions & { use: Use }, shell: Shell): Promise<Rotation> {
  const { use } = options
  const contracts = createContracts()
  const now = shell.clock()
  const config = loadConfig(configFile(options, shell), shell.environment, contracts)
  const files = use === 'sign' ? config.keys.sign : config.keys.tls
  if (files.key === undefined)
    throw misused(
      '--use',
      '签名密钥在签名服务器中，请在该处生成新密钥 the signing key is in a signing server: have the next one made there',
    )
  return {
    use,
    config,
    files,
    next: nextFiles(files, use),
    present: readOwnCertificate(files.certificate),
    directory: await newestDirectory(config, contracts, now),
    now,
    passphrase: shell.environment.keyPassphrase,
  }
}

export function viewOf({ directory }: Rotation): DirectoryView | undefined {
  return directory instanceof GatewayError ? undefined : directory
}
