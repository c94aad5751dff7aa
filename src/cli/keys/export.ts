import { Command, Option } from 'commander'
import { readOwnersOnly } from '../../config/owners-only.ts'
import { readKeyPair } from '../../identity/identity.ts'
import { keyToPem } from '../../trust/keys.ts'
import { oidOf } from '../../trust/names.ts'
import { writePkcs12 } from '../../trust/pkcs12.ts'
import { finish, type MakeCommand, misused } from '../command.ts'
import { writeNew } from '../files.ts'
import { pkcs12Passphrase } from './passphrase.ts'

interface Options {
  key: string
  certificate: string
  out: string
  format: 'p12' | 'pkcs8'
  name?: string
}

/** `gateway keys export`: a key for other systems, never without a passphrase. */
export const exportKeyCommand: MakeCommand = (shell, setExit) => {
  const command = new Command('export')
    .description('write a key and its certificates into a PKCS#12 file 导出 .p12')
    .requiredOption('--key <file>', 'private key, PEM, encrypted or not')
    .requiredOption('--certificate <file>', 'its certificate and the intermediates, PEM, leaf first')
    .requiredOption('--out <file>', 'the .p12 file, or with --format pkcs8 the key file')
    .addOption(
      new Option('--format <format>', 'p12: key and certificates; pkcs8: the key alone, PEM')
        .choices(['p12', 'pkcs8'])
        .default('p12'),
    )
    .option('--name <name>', 'name that key stores show; by default the organisation of the certificate')
    .addHelpText(
      'after',
      '\nThe passphrase of what is written comes from GATEWAY_KEY_PASSPHRASE, never from the command line, where others can read it.' +
        '\nIt opens an encrypted key, too. For a .p12 file it must be printable ASCII.',
    )
  return finish<Options>(command, shell, setExit, (options) => {
    const { out, format } = options
    const passphrase = shell.environment.keyPassphrase
    const unset = '请设置，私钥不以明文导出 set it: a key is not exported unencrypted'
    if (passphrase === undefined || passphrase === '') throw misused('GATEWAY_KEY_PASSPHRASE', unset)
    if (format === 'p12') pkcs12Passphrase(passphrase, unset)
    const { key, leaf, chain } = readKeyPair(options, readOwnersOnly(options.key), passphrase)
    const organisation = leaf.subject.attributes.find(({ oid }) => oid === oidOf.organizationName)?.text
    const friendlyName = options.name ?? organisation
    const content =
      format === 'pkcs8'
        ? keyToPem(key, passphrase)
        : writePkcs12({ key, chain, ...(friendlyName !== undefined && { friendlyName }) }, passphrase)
    writeNew(out, content, { secret: true })
    const subjects = format === 'pkcs8' ? [] : chain.map(({ subject }) => subject.text)
    return {
      lines: [
        `✓ ${format === 'pkcs8' ? 'PKCS#8' : 'PKCS#12'}: ${out}（已加密 encrypted, 600）`,
        ...subjects.map((subject) => `    ${subject}`),
      ],
      json: { file: out, format, subjects, ...(format === 'p12' && { friendlyName }) },
    }
  })
}
