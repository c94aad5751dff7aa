import { readFileSync, rmSync, statSync } from 'node:fs'
import { existsSync } from 'node:fs'
import { dirname, isAbsolute, relative } from 'node:path'
import { Command, Option } from 'commander'
import { chinaDateTime } from '../clock.ts'
import { type Config, loadConfig } from '../config/config.ts'
import { readOwnersOnly } from '../config/owners-only.ts'
import { withStrings } from '../config/yaml-file.ts'
import { createContracts } from '../contracts/contracts.ts'
import { GatewayError } from '../errors.ts'
import { type OwnCertificate, readOwnCertificate } from '../identity/identity.ts'
import type { DirectoryView } from '../speaker/ports.ts'
import type { Certificate } from '../trust/certificate.ts'
import { newCsr } from '../trust/csr.ts'
import { keyToPem, newKey, type NewKeyType, readKey } from '../trust/keys.ts'
import { oidOf } from '../trust/names.ts'
import { finish, type MakeCommand, misused, type Outcome } from './command.ts'
import { readBytes, replace, writeNew } from './files.ts'
import { inFile } from './in-file.ts'
import { successorOf } from './keys-kind.ts'
import {
  nameForGood,
  type NextFiles,
  nextFiles,
  older,
  type Step,
  stepOf,
  type Use,
} from './keys-rotation.ts'
import { newestDirectory } from './newest-directory.ts'
import { asOption, configFile, type ConfigOptions, configOption } from './sandbox-member.ts'
import type { Shell } from './shell.ts'

interface Options extends ConfigOptions {
  use: Use
  type?: NewKeyType
  switch?: boolean
  again?: boolean
}

/** Everything about one rotation. */
interface Rotation {
  use: Use
  config: Config
  files: { key: string; certificate: string }
  next: NextFiles
  present: OwnCertificate
  directory: DirectoryView | GatewayError
  now: number
  passphrase: string | undefined
}

/** `gateway keys rotate`: one key's way to the next, a step at a time; the present one serves until the switch. */
export const rotateKeyCommand: MakeCommand = (shell, setExit) => {
  const command = new Command('rotate')
    .description('make the next key beside the present one, and say what to do next 轮换密钥')
    .option(...configOption)
    .option(...asOption)
    .addOption(
      new Option('--use <use>', 'sign: messages; tls: the channel they travel in')
        .choices(['sign', 'tls'])
        .makeOptionMandatory(),
    )
    .addOption(
      new Option('--type <type>', 'kind of the next key; by default as the present one').choices([
        'P-256',
        'P-384',
        'Ed25519',
        'RSA-3072',
      ]),
    )
    .option('--switch', 'have the configuration name the next key, once its certificate is listed')
    .option('--again', 'begin anew though an older certificate is still listed')
    .addHelpText(
      'after',
      '\nRun it again at any time: it says which step comes next, and makes nothing twice.' +
        '\nWhere GATEWAY_KEY_PASSPHRASE is set, the next key is written encrypted.',
    )
  return finish<Options>(command, shell, setExit, async (options) => {
    const rotation = await rotationOf(options, shell)
    let step = stepNow(rotation)
    const mayBegin = step === 1 || (step === 5 && options.again === true)
    if (options.switch === true) {
      switchOver(rotation, step)
      return report(await rotationOf(options, shell), 5)
    }
    if (mayBegin) {
      writeNew(rotation.next.key, keyToPem(newKey(options.type ?? kindNow(rotation)), rotation.passphrase), {
        secret: true,
      })
      step = 2
    }
    if (step === 2 && !existsSync(rotation.next.csr)) writeNew(rotation.next.csr, csrOf(rotation))
    return report(rotation, step)
  })
}

async function rotationOf(options: Options, shell: Shell): Promise<Rotation> {
  const { use } = options
  const contracts = createContracts()
  const now = shell.clock()
  const config = loadConfig(configFile(options, shell), shell.environment, contracts)
  const files = use === 'sign' ? config.keys.sign : config.keys.tls
  if (files.key === undefined)
    throw misused('--use', 'the signing key is in a signing server: have the next one made there')
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

function stepNow(rotation: Rotation): Step {
  return stepOf(rotation.next, rotation.present, { ...rotation, directory: viewOf(rotation) })
}

function viewOf({ directory }: Rotation): DirectoryView | undefined {
  return directory instanceof GatewayError ? undefined : directory
}

function kindNow({ present }: Rotation): NewKeyType {
  return successorOf(present.leaf.publicKey)
}

/** For the same organisation, and for a channel the same hosts, as the present certificate. */
function csrOf({ use, config, next, present: { leaf }, passphrase }: Rotation): string {
  const organisation = leaf.subject.attributes.find(({ oid }) => oid === oidOf.organizationName)?.text
  if (organisation === undefined) {
    throw new GatewayError('KEY_UNUSABLE', {
      where: config.keys[use].certificate,
      detail: 'names no organisation; make the request with gateway keys csr',
    })
  }
  const key = inFile(next.key, () => readKey(readOwnersOnly(next.key), passphrase))
  const names = use === 'tls' ? hostsOf(leaf) : {}
  return newCsr({ key, use, organisation, memberCode: config.member, ...names })
}

function hostsOf({ extensions: { subjectAltName = [] } }: Certificate): {
  dnsNames: string[]
  ips: string[]
} {
  return {
    dnsNames: subjectAltName.flatMap((name) => (name.kind === 'dns' ? name.text : [])),
    ips: subjectAltName.flatMap((name) => (name.kind === 'ip' ? addressText(name.bytes) : [])),
  }
}

function addressText(bytes: Uint8Array): string {
  if (bytes.length === 4) return bytes.join('.')
  return (Buffer.from(bytes).toString('hex').match(/.{4}/g) ?? []).join(':')
}

/**
 * The next files get names for good, then the configuration names them, in one stroke: whenever this is cut off, key and
 * certificate of the configuration fit each other. The present files stay where they are.
 */
function switchOver(rotation: Rotation, step: Step): void {
  const { use, config, files, next, now, directory } = rotation
  if (step !== 4) {
    const version =
      directory instanceof GatewayError ? directory.code : `directory version ${directory.version}`
    throw new GatewayError('KEY_UNUSABLE', {
      where: next.certificate,
      detail:
        step === 3
          ? `not yet: ${version} does not list this certificate for ${config.member} 目录尚未登记新证书`
          : `not yet: step ${step} comes first 尚未到切换步骤`,
    })
  }
  const at = chinaDateTime(now)
  const good = { key: nameForGood(files.key, at), certificate: nameForGood(files.certificate, at) }
  const text = readFileSync(config.file, 'utf8')
  const changed = withStrings(text, {
    [`/keys/${use}/key`]: inConfig(config, good.key),
    [`/keys/${use}/certificate`]: inConfig(config, good.certificate),
  })
  writeNew(good.key, readOwnersOnly(next.key), { secret: true })
  writeNew(good.certificate, readBytes(next.certificate))
  replace(config.file, changed, { secret: (statSync(config.file).mode & 0o007) === 0 })
  for (const file of Object.values(next)) rmSync(file, { force: true })
}

/** Relative to the configuration, where it is below it. */
function inConfig({ file }: Config, path: string): string {
  const near = relative(dirname(file), path)
  return near.startsWith('..') || isAbsolute(near) ? path : near
}

function report(rotation: Rotation, step: Step): Outcome {
  const { use, next, config, directory } = rotation
  const view = viewOf(rotation)
  const old =
    step === 5 && view ? older(view, rotation.present, rotation) : [rotation.present.leaf.thumbprint]
  const todo = steps(rotation, old)
  return {
    lines: [
      directory instanceof GatewayError
        ? `! 目录不可用 no directory: ${directory.code} ${directory.where ?? ''}`
        : `目录第 ${directory.version} 版 directory version ${directory.version}`,
      ...todo.map((text, i) => {
        const done = i + 1 < step
        // Whether the gateway was restarted cannot be seen from here.
        const now = i + 1 === step || (step === 5 && i === 5)
        return `${done ? '✓' : now ? '→' : ' '} ${i + 1}. ${text}`
      }),
      '',
      `下一步 next: ${step}${step === 5 ? ', 6' : ''}`,
    ],
    json: { use, member: config.member, step, files: next, ...(step === 5 && { retire: old }) },
  }
}

function steps({ use, next, config }: Rotation, old: readonly string[]): string[] {
  const option = `--${use}-certificate`
  return [
    `生成新密钥与证书申请 key and request made: ${next.key}, ${next.csr}`,
    `将申请提交 CA，证书与中间证书（叶在前）存为 have the CA issue the certificate, put it with its intermediates, leaf first, at: ${next.certificate}`,
    `请目录运营方在旧证书之外登记新证书，待各成员取得该版本 have it listed beside the old one, and wait until all members have that version: gateway directory add --code ${config.member} ${option} ${next.certificate} --from … --out …`,
    `切换配置 switch: gateway keys rotate --config ${config.file} --use ${use} --switch`,
    '让网关重新加载（SIGHUP）或重启 reload (SIGHUP) or restart the gateway, then see: gateway keys list, /health/ready',
    `请目录运营方停用旧证书 have the old one retired: ${old.map((thumbprint) => `gateway directory retire --certificate ${thumbprint} --from … --out …`).join('; ')}`,
  ]
}
