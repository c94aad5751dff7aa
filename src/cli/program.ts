import { Command, CommanderError } from 'commander'
import { GatewayError } from '../errors.ts'
import { backupCommand } from './backup.ts'
import { caCommand } from './ca.ts'
import { centreCommand } from './centre.ts'
import { certificateCommand } from './certificate.ts'
import { fail, type MakeCommand } from './command.ts'
import { configCommand } from './config.ts'
import { dialectCommand } from './dialect.ts'
import { diagnosticsCommand } from './diagnostics.ts'
import { directoryCommand } from './directory.ts'
import { doctorCommand } from './doctor.ts'
import { jobsCommand } from './jobs.ts'
import { journalCommand } from './journal.ts'
import { keysCommand } from './keys.ts'
import { lineageCommand } from './lineage.ts'
import { maintenanceCommand } from './maintenance.ts'
import { printCommand } from './print.ts'
import { requestCommand } from './request.ts'
import { restoreCommand } from './restore.ts'
import { sandboxCommand } from './sandbox.ts'
import { serveCommand } from './serve.ts'
import { exitCode, type Shell } from './shell.ts'
import { verifyCommand } from './verify.ts'

/** In the order in which a newcomer needs them. */
const commands: readonly MakeCommand[] = [
  sandboxCommand,
  serveCommand,
  requestCommand,
  jobsCommand,
  verifyCommand,
  printCommand,
  certificateCommand,
  doctorCommand,
  diagnosticsCommand,
  keysCommand,
  directoryCommand,
  configCommand,
  lineageCommand,
  dialectCommand,
  centreCommand,
  journalCommand,
  maintenanceCommand,
  backupCommand,
  restoreCommand,
  caCommand,
]

/** Runs the `gateway` command with its arguments and gives the exit code. */
export async function runProgram(args: readonly string[], shell: Shell): Promise<number> {
  let code: number = exitCode.ok
  const setExit = (next: number) => {
    code = next
  }
  const program = new Command('gateway')
    .description('Exchange gateway for housing provident fund centres 公积金数据交换网关')
    .addHelpText(
      'after',
      '\nEvery command takes --help, and --json for scripts.' +
        '\nExit codes 退出码: 0 done 完成, 1 refused or failed 拒绝或失败, 2 not understood 用法有误.' +
        '\nErrors 错误码: docs/errors.md',
    )
  for (const make of commands) program.addCommand(make(shell, setExit))
  const json = args.includes('--json')
  tame(program, 'gateway', shell, json)
  try {
    await program.parseAsync([...args], { from: 'user' })
  } catch (thrown) {
    if (!(thrown instanceof CommanderError)) throw thrown
    if (thrown.exitCode === 0) return exitCode.ok
    if (json) fail(new GatewayError('USAGE_INVALID', { detail: thrown.message }), json, shell)
    return exitCode.usage
  }
  return code
}

/** commander writes and exits by itself unless every command is told otherwise. */
function tame(command: Command, path: string, shell: Shell, json: boolean): void {
  command
    .exitOverride()
    .showHelpAfterError(`用法见 usage: ${path} --help`)
    .configureOutput({
      writeOut: (text) => shell.out(text.trimEnd()),
      writeErr: (text) => {
        if (!json) shell.err(text.trimEnd())
      },
    })
  for (const sub of command.commands) tame(sub, `${path} ${sub.name()}`, shell, json)
}
