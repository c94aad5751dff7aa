import { Command } from 'commander'
import { loadConfig } from '../../config/config.ts'
import { loadSecrets } from '../../config/secrets.ts'
import { createContracts } from '../../contracts/contracts.ts'
import { examine } from '../../doctor/examine.ts'
import type { Examination, Hop, HopName, Trouble } from '../../doctor/ports.ts'
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
    if (!/^[0-9]{9}([0-9]{6})?$/.test(peer)) throw misused('<peer>', 'a member code of 9 or 15 digits')
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

function examinationLines({ peer, name, ok, directory, endpoints }: Examination): string[] {
  return [
    name === undefined ? peer : `${name} ${peer}`,
    ...hopLines(directory),
    ...endpoints.flatMap(({ endpoint, hops }) => ['', endpoint, ...hops.flatMap(hopLines)]),
    '',
    ok ? '✓ 全部通过 every hop holds' : '✗ 未通过 not every hop holds',
  ]
}

function hopLines({ hop, state, ms, text, trouble }: Hop): string[] {
  if (trouble) return troubleLines(names[hop], ms, trouble)
  const figures = state === 'skipped' || hop === 'clock' ? '' : `　${ms} ms`
  return [`  ${marks[state]} ${names[hop]}: ${text}${figures}`]
}

/** One line with the cause, and one with the remedy. */
function troubleLines(hop: string, ms: number, { code, cause, remedy }: Trouble): string[] {
  return [
    `  ✗ ${hop}: ${cause.zh} ${cause.en}　${code}　${ms} ms`,
    `    处置 to do: ${remedy.zh} ${remedy.en}`,
  ]
}
