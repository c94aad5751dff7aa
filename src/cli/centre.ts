import { Command } from 'commander'
import { representedCentres } from '../sandbox/centres.ts'
import { type SandboxFiles, sandboxFiles } from '../sandbox/files.ts'
import { serveCentres } from '../sandbox/serve-centres.ts'
import { misbehaviourOf, readSetup, setMisbehaviour } from '../sandbox/simulated-centre.ts'
import { misbehaviours } from '../sandbox/simulators/simulator.ts'
import { existsSync } from 'node:fs'
import { finish, misused } from './command.ts'
import { sandboxFolder } from './sandbox-member.ts'
import type { Shell } from './shell.ts'

interface Options {
  folder: string
  untilInputEnds?: boolean
}

const folderOption = ['--folder <folder>', 'where the sandbox keeps its files', sandboxFolder] as const

/** `gateway centre`: the sandbox's centres that have no gateway, but an interface of their own. */
export function centreCommand(shell: Shell, setExit: (code: number) => void): Command {
  return new Command('centre')
    .description('the sandbox’s centres with interfaces of their own 沙箱内自有接口的中心')
    .addCommand(listCommand(shell, setExit))
    .addCommand(misbehaveCommand(shell, setExit))
    .addCommand(serveCommand(shell, setExit))
}

function listCommand(shell: Shell, setExit: (code: number) => void): Command {
  const command = new Command('list')
    .description('what each speaks, where it listens, how it misbehaves 列出')
    .option(...folderOption)
  return finish<Options>(command, shell, setExit, ({ folder }) => {
    const files = preparedFiles(folder)
    const centres = representedCentres.map(({ code, name }) => {
      const own = files.centre(code)
      const { dialect, port } = readSetup(own)
      return { code, name, dialect, port, misbehaviour: misbehaviourOf(own) }
    })
    const lines = centres.map(
      ({ code, name, dialect, port, misbehaviour }) =>
        `${code}  ${dialect.padEnd(12)}  127.0.0.1:${port}  ${misbehaviour.padEnd(13)}  ${name}`,
    )
    return { lines, json: { centres } }
  })
}

function misbehaveCommand(shell: Shell, setExit: (code: number) => void): Command {
  const command = new Command('misbehave')
    .description('make a centre misbehave from its next answer on; none ends it 令其出错')
    .argument('<code>', 'centre, 15 digits')
    .argument('<how>', misbehaviours.join(', '))
    .option(...folderOption)
  return finish<Options>(command, shell, setExit, ({ folder }, [code = '', how = '']) => {
    const centre = representedCentres.find((each) => each.code === code)
    if (!centre) {
      throw misused('code', `须为其中之一 one of ${representedCentres.map((each) => each.code).join(', ')}`)
    }
    const misbehaviour = setMisbehaviour(preparedFiles(folder).centre(code), how)
    return { lines: [`${centre.name}　${misbehaviour}`], json: { centre: code, misbehaviour } }
  })
}

function serveCommand(shell: Shell, setExit: (code: number) => void): Command {
  const command = new Command('serve')
    .description('run all of them, as gateway sandbox does by itself 运行')
    .option(...folderOption)
    .option('--until-input-ends', 'stop also when standard input ends, as when the parent process is gone')
  return finish<Options>(command, shell, setExit, async ({ folder, untilInputEnds }) => {
    using centres = await serveCentres(preparedFiles(folder), shell.clock)
    shell.out(JSON.stringify({ event: 'serving', ports: centres.ports }))
    await Promise.race([shell.stopAsked(), ...(untilInputEnds ? [shell.readInput()] : [])])
    return { lines: [], json: { stopped: true } }
  })
}

function preparedFiles(folder: string): SandboxFiles {
  const files = sandboxFiles(folder)
  if (existsSync(files.manifest)) return files
  throw misused(
    '--folder',
    `沙箱不存在，请先启动 there is no sandbox in ${folder}; start one with: npm start`,
  )
}
