import { Command } from 'commander'
import { loadConfig } from '../../config/config.ts'
import { loadSecrets } from '../../config/secrets.ts'
import { createContracts } from '../../contracts/contracts.ts'
import { examine } from '../../doctor/examine.ts'
import type { Examination, Hop, HopName, Text, Trouble } from '../../doctor/ports.ts'
import { finish, misused } from '../command.ts'
import { openDoctor } from './doctor-deps.ts'
import { asOption, configFile, type ConfigOptions, configOption } from '../sandbox-member.ts'
import type { Shell } from '../shell.ts'

/** `gateway doctor`: finds the first hop on the way to a peer that fails, with its cause and remedy. */
export function doctorCommand(shell: Shell, setExit: (code: number) => void): Command {
  const command = new Command('doctor')
    .description('walk the way to a peer hop by hop, and name the first that fails 逐跳诊断与对方的连接')
    .argument('<peer>', 'code of the peer in the directory')
    .option(...configOption)
    .option(...asOption)
    .addHelpText(
      'after',
      '\nDirectory, DNS, TCP, TLS, the peer’s certificate, revocation, our own certificates, clocks, signed ping.' +
        '\nThe gateway may run meanwhile; nothing is written. Hops and remedies: docs/operations.md',
    )
  return finish<ConfigOptions>(command, shell, setExit, async (options, [peer = '']) => {
    if (!/^[0-9]{9}([0-9]{6})?$/.test(peer))
      throw misused('<peer>', '须为 9 位或 15 位的机构代码 a member code of 9 or 15 digits')
    const config = loadConfig(configFile(options, shell), shell.environment, createContracts())
    const secrets = loadSecrets(config, shell.environment)
    await using doctor = await openDoctor(config, secrets, shell.clock)
    const examination = await examine(peer, doctor)
    return { ok: examination.ok, lines: examinationLines(examination), json: examination }
  })
}

const names: Record<HopName, string> = {
  directory: '目录 directory',
  dns: '域名 DNS',
  tcp: 'TCP',
  tls: 'TLS',
  certificate: '对方证书 peer certificate',
  revocation: '吊销 revocation',
  'own-certificates': '本方证书 own certificates',
  clock: '时钟 clock',
  ping: '签名回声 signed ping',
}

const marks = { holds: '✓', skipped: '–', fails: '✗' }

function examinationLines({ peer, name, relay, ok, directory, endpoints }: Examination): string[] {
  const verdict = ok ? '✓ 全部通过 every hop holds' : '✗ 未通过 not every hop holds'
  return [
    name === undefined ? peer : `${name} ${peer}`,
    ...hopLines(directory),
    ...endpoints.flatMap(({ endpoint, hops }) => ['', endpoint, ...hops.flatMap(hopLines)]),
    '',
    ...(relay && ok ? toHub(relay) : [verdict]),
  ]
}

/** The hub echoes for whom it represents, so that only questions get any further. */
function toHub({ code, name }: { code: string; name: string }): string[] {
  return [
    '✓ 到枢纽全部通过 every hop to the hub holds',
    `– 枢纽到该中心未检查，以一次查询为准 from ${name} ${code} on nothing was looked at: a question tells`,
  ]
}

function hopLines({ hop, state, ms, text, trouble }: Hop): string[] {
  if (trouble) return troubleLines(names[hop], ms, trouble)
  const figures = state === 'skipped' || hop === 'clock' ? '' : `　${ms} ms`
  return [`  ${marks[state]} ${names[hop]}: ${text ? both(text) : ''}${figures}`]
}

function both({ zh, en }: Text): string {
  return zh === en ? zh : `${zh} ${en}`
}

/** One line with the cause, and one with the remedy. */
function troubleLines(hop: string, ms: number, { code, cause, remedy }: Trouble): string[] {
  return [
    `  ✗ ${hop}: ${cause.zh} ${cause.en}　${code}　${ms} ms`,
    `    处置 to do: ${remedy.zh} ${remedy.en}`,
  ]
}
