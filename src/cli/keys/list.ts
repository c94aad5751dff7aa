import { Command } from 'commander'
import { chinaDate, chinaDateTime } from '../../clock.ts'
import { loadConfig } from '../../config/config.ts'
import { createContracts } from '../../contracts/contracts.ts'
import { daysLeft } from '../../domain/expiry.ts'
import { GatewayError } from '../../errors.ts'
import { readOwnCertificate } from '../../identity/identity.ts'
import type { Certificate } from '../../trust/certificate.ts'
import { finish, type MakeCommand } from '../command.ts'
import { kindOf } from './kind.ts'
import { type Listing, listingOf, newestDirectory } from '../directory/newest.ts'
import { asOption, configFile, type ConfigOptions, configOption } from '../sandbox-member.ts'

const names = { sign: '签名 sign', tls: '通道 tls' }

interface Row {
  use: 'sign' | 'tls'
  /** Its file, or its name in the signing server. */
  key: string
  certificate: string
  leaf: Certificate
  /** Undefined where no directory is at hand. */
  listing: Listing | undefined
}

/** `gateway keys list`: the key pairs of a configuration, how long they hold, and what the directory says of them. */
export const listKeysCommand: MakeCommand = (shell, setExit) => {
  const command = new Command('list')
    .description('show the key pairs of a configuration and how long they hold 列出密钥')
    .option(...configOption)
    .option(...asOption)
    .addHelpText(
      'after',
      '\nPrivate keys are not opened. The newest directory of directory.sources is looked at.',
    )
  return finish<ConfigOptions>(command, shell, setExit, async (options) => {
    const contracts = createContracts()
    const now = shell.clock()
    const config = loadConfig(configFile(options, shell), shell.environment, contracts)
    const directory = await newestDirectory(config, contracts, now)
    const rows = (['sign', 'tls'] as const).map((use): Row => {
      const { certificate } = config.keys[use]
      const { leaf } = readOwnCertificate(certificate)
      const { server, key = '' } =
        use === 'sign' ? config.keys.sign : { ...config.keys.tls, server: undefined }
      const listing =
        directory instanceof GatewayError
          ? undefined
          : listingOf(directory, config.member, use, leaf.thumbprint)
      return { use, key: server ? `${server.keyId} @ ${server.url}` : key, certificate, leaf, listing }
    })
    const from =
      directory instanceof GatewayError
        ? `目录不可用 no directory: ${directory.code} ${directory.where ?? ''}`
        : `目录第 ${directory.version} 版 directory version ${directory.version}`
    return {
      lines: [from, ...rows.flatMap((row) => lines(row, now))],
      json: {
        directory:
          directory instanceof GatewayError ? { code: directory.code } : { version: directory.version },
        keys: rows.map((row) => json(row, now)),
      },
    }
  })
}

function lines({ use, key, certificate, leaf, listing }: Row, now: number): string[] {
  const left = daysLeft(leaf.notAfter, now)
  return [
    '',
    `${names[use]}  ${kindOf(leaf.publicKey)}`,
    `  密钥 key: ${key}`,
    `  证书 certificate: ${certificate}`,
    `  主体 subject: ${leaf.subject.text}`,
    `  指纹 thumbprint: ${leaf.thumbprint}`,
    `  有效期 valid: ${chinaDate(leaf.notBefore)} – ${chinaDate(leaf.notAfter)} (${left < 0 ? '已过期 expired' : `剩 ${left} 天 days left`})`,
    `  目录 directory: ${listed(listing, now)}`,
  ]
}

function listed(listing: Listing | undefined, now: number): string {
  if (!listing) return '? 未知 unknown'
  if (!listing.listed) return '✗ 未登记 not listed'
  const { retired } = listing
  if (retired === undefined) return '✓ 已登记 listed'
  return retired <= now
    ? `✗ 已停用 retired ${chinaDateTime(retired)}`
    : `✓ 已登记，将停用 listed, retires ${chinaDateTime(retired)}`
}

function json({ use, key, certificate, leaf, listing }: Row, now: number): object {
  return {
    use,
    kind: kindOf(leaf.publicKey),
    key,
    certificate,
    subject: leaf.subject.text,
    thumbprint: leaf.thumbprint,
    validFrom: chinaDateTime(leaf.notBefore),
    validUntil: chinaDateTime(leaf.notAfter),
    daysLeft: daysLeft(leaf.notAfter, now),
    ...(listing && { listed: listing.listed }),
    ...(listing?.retired !== undefined && { retired: chinaDateTime(listing.retired) }),
  }
}
