import { existsSync } from 'node:fs'
import { Command } from 'commander'
import { GatewayError } from '../../errors.ts'
import { type Config, loadConfig } from '../../config/config.ts'
import { createContracts } from '../../contracts/contracts.ts'
import type { CentreResult, OfficeResult } from '../../contracts/generated/types.ts'
import { portalCode, sandboxMembers } from '../../sandbox/members.ts'
import { representedCentres, sandboxCentres } from '../../sandbox/centres.ts'
import { portCount, portsFrom, type SandboxPorts } from '../../sandbox/ports.ts'
import { isKept } from '../../sandbox/manifest.ts'
import { prepareSandbox } from '../../sandbox/prepare.ts'
import { sandboxQuestion } from '../../sandbox/question.ts'
import { readSetup } from '../../sandbox/simulated-centre.ts'
import { startFederation } from '../../sandbox/federation.ts'
import { readIdentitySetup } from '../../sandbox/identity-provider/setup.ts'
import { type SandboxFiles, sandboxFiles } from '../../sandbox/files.ts'
import { commandLine } from '../called-as.ts'
import { finish, misused } from '../command.ts'
import { consoleLines } from './console-lines.ts'
import { type Address, assertPortsFree } from './ports-free.ts'
import { sandboxFolder } from '../sandbox-member.ts'
import { createOfficeClient } from '../request/office-client.ts'
import { resultLines } from '../request/result-lines.ts'
import type { Shell } from '../shell.ts'

/** In a range that no system hands out by itself. */
const firstPort = '19440'
const host = '127.0.0.1'

/** Who does the main job, and has the console. */
const asker = sandboxCentres.jiangsuProvincial

const madeOf = `${Object.keys(sandboxCentres).length} centres, the portal, and a hub with ${representedCentres.length} more centres behind it`

interface Options {
  folder: string
  portBase?: string
  once?: boolean
  json?: boolean
}

/** `gateway sandbox`: a whole small federation on this machine, and the main job once. */
export function sandboxCommand(shell: Shell, setExit: (code: number) => void): Command {
  const command = new Command('sandbox')
    .description(`start a federation on this machine, ${madeOf}, and ask for one certificate 启动沙箱联盟`)
    .option('--folder <folder>', 'where its files are kept; delete it to begin anew', sandboxFolder)
    .option(
      '--port-base <port>',
      `first of the ${portCount} loopback ports that a new sandbox uses (default: ${firstPort})`,
    )
    .option('--once', 'stop after the main job')
  return finish<Options>(command, shell, setExit, async (options) => {
    const say = options.json === true ? shell.err : shell.out
    const ports = portsFor(options, shell)
    await assertPortsFree(addresses(options, ports, shell))
    const files = prepareSandbox(options.folder, shell.clock(), ports)
    say(`沙箱联盟启动中 starting ${sandboxMembers.length} gateways from ${options.folder} …`)
    const federation = await startFederation(files, shell, ({ name, how, again }) =>
      say(
        `${name} 已结束，其余继续运行 has ended (${how}), the others go on; 重新启动 start it again: ${commandLine(shell, ...again)}`,
      ),
    )
    try {
      const config = loadConfig(files.member(asker).config, shell.environment, createContracts())
      const result = await mainJob(config, shell)
      const further = [...consoleLines(config, files, shell), ...whatNext(options, shell)]
      for (const line of [...welcome(files), ...resultLines(result), ...further]) say(line)
      if (options.once !== true) await Promise.race([shell.stopAsked(), federation.failed])
      return { lines: [], json: { result }, ok: result.state === 'answered' }
    } finally {
      await federation.stop()
    }
  })
}

function portsOf(base = firstPort): SandboxPorts {
  const first = Number(base)
  const last = 65_536 - portCount
  if (!Number.isInteger(first) || first < 1 || first > last)
    throw misused('--port-base', `须为 1 至 ${last} 的端口 a port from 1 to ${last}`)
  return portsFrom(first)
}

/** A sandbox keeps the ports that it was made with. Fails with USAGE_INVALID where others are asked for. */
function portsFor({ folder, portBase }: Options, shell: Shell): SandboxPorts {
  const files = sandboxFiles(folder)
  if (!isKept(files)) return portsOf(portBase)
  const [first] = memberAddresses(files, shell)
  if (portBase !== undefined && first?.port !== Number(portBase)) {
    throw misused(
      '--port-base',
      `沙箱沿用原有端口，请另指定文件夹 the sandbox in ${folder} keeps its ports, from ${first?.port}; name another --folder`,
    )
  }
  return portsFrom(first?.port ?? 0)
}

/** Where everybody will listen. */
function addresses({ folder }: Options, ports: SandboxPorts, shell: Shell): Address[] {
  const files = sandboxFiles(folder)
  const kept = isKept(files)
  const others = [
    ...representedCentres.map(({ code }, i) => (kept ? readSetup(files.centre(code)).port : ports.centre(i))),
    existsSync(files.identity.setup) ? readIdentitySetup(files).port : ports.identity,
  ]
  const ofMembers = sandboxMembers.flatMap((_, i) => Object.values(ports.member(i)))
  return [
    ...(kept ? memberAddresses(files, shell) : ofMembers.map((port) => ({ host, port }))),
    ...others.map((port) => ({ host, port })),
  ]
}

function memberAddresses(files: SandboxFiles, { environment }: Shell): Address[] {
  const contracts = createContracts()
  return sandboxMembers.flatMap(({ code }) => {
    const { exchange, office, ops } = loadConfig(files.member(code).config, environment, contracts)
    return [exchange, office, ops].map((at) => ({ host: at.host, port: at.port }))
  })
}

/** 江苏省直 asks 上海 for the certificate of somebody who pays there. */
async function mainJob(config: Config, shell: Shell): Promise<CentreResult> {
  const question = sandboxQuestion(asker, [sandboxCentres.shanghai], 'normal', shell.clock())
  const answer = await createOfficeClient(config, {}, shell).call<OfficeResult>(
    'POST',
    '/office/v1/questions',
    question,
  )
  const [result] = answer.results
  if (!result) throw new GatewayError('INTERNAL', { detail: '应答中没有结果 the answer has no result' })
  return result
}

function welcome(files: SandboxFiles): string[] {
  return [
    '',
    '测试环境·虚构数据 sandbox, nobody in it is real',
    ...sandboxMembers.map(({ code, name }) => `  ${code.padEnd(15)}  ${name}  ${files.member(code).config}`),
    '',
    '江苏省直向上海请求一份缴存使用证明 Jiangsu provincial asks Shanghai for a deposit certificate:',
    '',
  ]
}

function whatNext({ folder }: Options, shell: Shell): string[] {
  const as = (code: string): string[] =>
    folder === sandboxFolder ? ['--as', code] : ['--config', sandboxFiles(folder).member(code).config]
  const ask = (who: string, ...more: string[]) => commandLine(shell, 'request', ...as(who), ...more)
  const { shanghai, hangzhou, hefei } = sandboxCentres
  return [
    '接下来可以试 try next, in a second terminal:',
    `  ${ask(asker, '--to', shanghai, hangzhou, '--persona', 'two-cities')}`,
    `  ${ask(portalCode, '--to', shanghai, '--persona', 'loan-unsettled')}        # as the portal`,
    `  ${ask(hefei, '--to', hangzhou, '--persona', 'normal')}          # no agreement: refused`,
    `  ${ask(asker, '--to', shanghai, '--persona', 'rare-name', '--save', 'proof.json')}`,
    `  ${commandLine(shell, 'verify', 'proof.json', ...as(asker))}       # offline proof`,
    '  docs/tour.md 十分钟导览 the ten-minute tour',
    '按 Ctrl-C 停止 Ctrl-C stops',
  ]
}
