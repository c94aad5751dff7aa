import { randomBytes } from 'node:crypto'
import { basename, extname, join } from 'node:path'
import { Command, Option } from 'commander'
import { assertOwnersOnly, readOwnersOnly } from '../../config/owners-only.ts'
import { createKeySigner } from '../../jws/signer.ts'
import { certificateToPem } from '../../trust/certificate.ts'
import { newCsr } from '../../trust/csr.ts'
import type { CertificateUse } from '../../trust/issue.ts'
import { keyToPem, newKey, type NewKeyType, readKey } from '../../trust/keys.ts'
import { readPkcs12 } from '../../trust/pkcs12.ts'
import { commandLine } from '../called-as.ts'
import { finish, type MakeCommand } from '../command.ts'
import { readBytes, writeNew } from '../files.ts'
import { inFile } from './in-file.ts'
import { exportKeyCommand } from './export.ts'
import { pkcs12Passphrase } from './passphrase.ts'
import { listKeysCommand } from './list.ts'
import { assertCsrNames, type CsrNames } from './names.ts'
import { rotateKeyCommand } from './rotate.ts'

const passphraseHelp =
  '\nA passphrase comes from GATEWAY_KEY_PASSPHRASE, never from the command line, where others can read it.'

/** `gateway keys …`: makes, requests and takes over keys. */
export const keysCommand: MakeCommand = (shell, setExit) => {
  const group = new Command('keys').description('make keys and certificate requests 密钥与证书申请')
  const inOrderOfLife = [
    newKeyCommand,
    csrCommand,
    importCommand,
    exportKeyCommand,
    listKeysCommand,
    rotateKeyCommand,
    storeKeyCommand,
  ]
  for (const make of inOrderOfLife) {
    group.addCommand(make(shell, setExit))
  }
  return group
}

function useOption(): Option {
  const what = 'sign: messages (and directories); tls: the channel they travel in'
  return new Option('--use <use>', what).choices(['sign', 'tls']).makeOptionMandatory()
}

const newKeyCommand: MakeCommand = (shell, setExit) => {
  const command = new Command('new')
    .description('make a private key 生成密钥')
    .addOption(useOption())
    .requiredOption('--out <folder>', 'folder for the key: sign.key.pem or tls.key.pem')
    .addOption(
      new Option('--type <type>', 'kind of key')
        .choices(['P-256', 'P-384', 'Ed25519', 'RSA-3072'])
        .default('P-256'),
    )
    .addHelpText('after', `${passphraseHelp}\nWhere it is set, the key is written encrypted.`)
  return finish<{ use: CertificateUse; out: string; type: NewKeyType }>(
    command,
    shell,
    setExit,
    (options) => {
      const { use, out, type } = options
      const key = newKey(type)
      const file = join(out, `${use}.key.pem`)
      const passphrase = shell.environment.keyPassphrase
      writeNew(file, keyToPem(key, passphrase), { secret: true })
      const encrypted = passphrase !== undefined
      return {
        lines: [
          `✓ ${type} ${use}: ${file}（${encrypted ? '已加密 encrypted' : '未加密 not encrypted'}, 600）`,
          '下一步 next: 填入单位名称等 with your names filled in',
          `  ${commandLine(shell, 'keys', 'csr', '--key', file, '--use', use, ...namesOf(use), '--out', join(out, `${use}.csr.pem`))}`,
        ],
        json: { file, use, type, encrypted },
      }
    },
  )
}

/** What only its reader knows of a certificate request. */
function namesOf(use: CertificateUse): string[] {
  return ['--organisation', '单位名称', '--member', '机构代码', ...(use === 'tls' ? ['--dns', '主机名'] : [])]
}

function collect(name: string, before: string[] = []): string[] {
  return [...before, name]
}

interface CsrOptions extends CsrNames {
  key: string
  use: CertificateUse
  out: string
}

const csrCommand: MakeCommand = (shell, setExit) => {
  const command = new Command('csr')
    .description('make a certificate request (PKCS#10) for a key 生成证书申请')
    .requiredOption('--key <file>', 'private key, PEM')
    .addOption(useOption())
    .requiredOption('--organisation <name>', 'official name of the organisation 单位名称')
    .requiredOption('--member <code>', 'member code of the directory 机构代码: 15 digits, or 9 of a portal')
    .option('--dns <name>', 'host name that peers connect to; may be repeated (tls)', collect)
    .option('--ip <address>', 'address that peers connect to; may be repeated (tls)', collect)
    .requiredOption('--out <file>', 'where the request is written')
    .addHelpText('after', passphraseHelp)
  return finish<CsrOptions>(command, shell, setExit, (options) => {
    const { use, out, organisation, member, dns = [], ip = [] } = options
    assertCsrNames(options)
    const key = inFile(options.key, () =>
      readKey(readOwnersOnly(options.key), shell.environment.keyPassphrase),
    )
    const csr = newCsr({ key, use, organisation, memberCode: member, dnsNames: dns, ips: ip })
    writeNew(out, csr)
    return {
      lines: [
        `✓ 证书申请 certificate request: ${out}`,
        '下一步 next: 将该文件提交联盟认可的 CA；收到的证书与中间证书（叶在前）写入一个 PEM 文件，登记于配置 keys 与目录。',
        '  Send it to the CA of the federation. Put the certificate and its intermediates, leaf first, into one PEM file;',
        '  name it under keys in the configuration, and have the directory list it.',
      ],
      json: { file: out, use },
    }
  })
}

const importCommand: MakeCommand = (shell, setExit) => {
  const command = new Command('import')
    .description('take key and certificates out of a PKCS#12 file 导入 .p12')
    .argument('<file>', 'a .p12 or .pfx file')
    .addOption(useOption())
    .requiredOption('--out <folder>', 'folder for sign.key.pem and sign.crt.pem, or tls.*')
    .addHelpText(
      'after',
      `${passphraseHelp}\nIt opens the file, and the key is written encrypted with the same one.`,
    )
  return finish<{ use: CertificateUse; out: string }>(
    command,
    shell,
    setExit,
    ({ use, out }, [file = '']) => {
      const passphrase = pkcs12Passphrase(
        shell.environment.keyPassphrase,
        '请设为该文件的口令 set it to the passphrase of the file',
      )
      assertOwnersOnly(file)
      const { key, chain } = inFile(file, () => readPkcs12(readBytes(file), passphrase))
      const kind = key.asymmetricKeyDetails?.namedCurve ?? key.asymmetricKeyType ?? ''
      if (use === 'sign') inFile(file, () => createKeySigner(key))
      const keyFile = join(out, `${use}.key.pem`)
      const certificateFile = join(out, `${use}.crt.pem`)
      writeNew(keyFile, keyToPem(key, passphrase), { secret: true })
      writeNew(certificateFile, chain.map(certificateToPem).join(''))
      const subjects = chain.map(({ subject }) => subject.text)
      return {
        lines: [
          `✓ ${basename(file, extname(file))}: ${kind}`,
          `  密钥 key: ${keyFile}（已加密 encrypted, 600）`,
          `  证书 certificates: ${certificateFile}`,
          ...subjects.map((subject) => `    ${subject}`),
          `下一步 next: 在配置 keys 中登记后 once the configuration names them under keys: ${commandLine(shell, 'config', 'check', '--config', 'gateway.yaml')}`,
        ],
        json: { key: keyFile, certificate: certificateFile, subjects },
      }
    },
  )
}

const storeKeyCommand: MakeCommand = (shell, setExit) => {
  const command = new Command('store')
    .description('make the key that seals what the store keeps 生成存储密钥')
    .requiredOption('--out <file>', 'file for store.keyFile of the configuration')
    .addHelpText(
      'after',
      '\n32 random bytes in base64. Without it stored messages cannot be read again: keep a copy elsewhere.',
    )
  return finish<{ out: string }>(command, shell, setExit, ({ out }) => {
    writeNew(out, `${randomBytes(32).toString('base64')}\n`, { secret: true })
    return {
      lines: [
        `✓ 存储密钥 store key: ${out}（600）`,
        '下一步 next: 写入配置 store.keyFile，并另行备份 name it as store.keyFile, and keep a copy elsewhere',
      ],
      json: { file: out },
    }
  })
}
