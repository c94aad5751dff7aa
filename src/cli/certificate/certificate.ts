import { Command } from 'commander'
import { chinaDate, chinaDateTime } from '../../clock.ts'
import { loadConfig } from '../../config/config.ts'
import { readStoreKey, readStorePassword } from '../../config/secrets.ts'
import { createContracts } from '../../contracts/contracts.ts'
import { isCertificateNumber } from '../../domain/certificate-number.ts'
import { reasonFault } from '../../domain/reason.ts'
import { GatewayError } from '../../errors.ts'
import type { CertificateStore, KeptCertificate } from '../../inbound/ports.ts'
import { openStore } from '../../store/store.ts'
import { storePlaceOf } from '../../composition/store-place.ts'
import { finish, misused, type Outcome } from '../command.ts'
import { asOption, configFile, type ConfigOptions, configOption } from '../sandbox-member.ts'
import type { Shell } from '../shell.ts'

interface Options extends ConfigOptions {
  reason?: string
}

/** What is done with one certificate; undefined where it was not issued here. */
type Act = (store: CertificateStore, number: string, options: Options) => Promise<KeptCertificate | undefined>

/** `gateway certificate …`: certificates that this member issued, by their number. */
export function certificateCommand(shell: Shell, setExit: (code: number) => void): Command {
  const make = (command: Command, act: Act): Command =>
    finish<Options>(
      command
        .argument('<number>', 'its number (证明编号)')
        .option(...configOption)
        .option(...asOption),
      shell,
      setExit,
      async (options, [text = '']) => {
        const number = numberIn(text)
        const config = loadConfig(configFile(options, shell), shell.environment, createContracts())
        const key = readStoreKey(config, shell.environment)
        await using store = await openStore(storePlaceOf(config, readStorePassword(config)), key)
        const certificate = await act(store.certificates, number, options)
        if (!certificate) throw new GatewayError('CERTIFICATE_NUMBER_UNKNOWN', { where: number })
        return shown(certificate, config.member, shell.clock())
      },
    )
  const show = new Command('show').description('how a certificate that this member issued stands 查看')
  const revoke = new Command('revoke')
    .description('withdraw a certificate that this member issued, for good 撤销')
    .requiredOption(
      '--reason <text>',
      'why, from 4 letters to 200 characters; kept sealed and told to nobody who asks',
    )
    .addHelpText(
      'after',
      '\nWho verifies it is told so from now on (deposit-certificate.verify, the check page); instances that share the store at once.' +
        '\nIt cannot be undone: the centre issues another certificate instead. What is revoked already stays as it is, exit code 0.',
    )
  return new Command('certificate')
    .description('certificates that this member issued: how they stand, and revoking them 已出具的证明')
    .addCommand(make(show, (store, number) => store.issued(number)))
    .addCommand(
      make(revoke, (store, number, { reason = '' }) =>
        store.withdraw({ number, at: shell.clock(), reason: reasonIn(reason) }),
      ),
    )
}

function numberIn(text: string): string {
  const number = text.trim().toUpperCase()
  if (isCertificateNumber(number)) return number
  throw misused(
    '<number>',
    '不是证明编号：须为 20 位数字加 1 位校验字符 is no certificate number: 20 digits and a check character',
  )
}

function reasonIn(text: string): string {
  const reason = text.trim()
  const fault = [...reason].length > 200 ? 'long' : reasonFault(reason)
  if (fault) throw misused('--reason', reasonFaults[fault])
  return reason
}

const reasonFaults = {
  short: '至少 4 个字 has fewer than 4 letters, digits or Han characters',
  long: '超过 200 个字符 is longer than 200 characters',
  unseen: '含有不可见字符 has control or format characters in it',
  person: '含有疑似证件号码的内容 has something like an identity number in it',
}

const states = { valid: '有效', expired: '已过有效期', revoked: '已撤销' }

function shown(certificate: KeptCertificate, self: string, now: number): Outcome {
  const { number, centre = self, digest, validUntil, exchangeId, withdrawn } = certificate
  const state = withdrawn ? 'revoked' : chinaDate(now) <= validUntil ? 'valid' : 'expired'
  const revoked = withdrawn && { revokedAt: chinaDateTime(withdrawn.at), reason: withdrawn.reason }
  return {
    lines: [
      `${number}　${states[state]} ${state}`,
      `  出具中心 centre: ${centre}`,
      `  有效期至 valid until: ${validUntil}`,
      `  摘要 digest: ${digest}`,
      `  交换编号 exchange: ${exchangeId}`,
      ...(revoked
        ? [`  撤销时间 revoked: ${revoked.revokedAt}`, `  撤销原因 reason: ${revoked.reason}`]
        : []),
    ],
    json: { number, state, centre, validUntil, digest, exchangeId, ...revoked },
  }
}
