import { Command, CommanderError } from 'commander'
import { GatewayError } from '../errors.ts'
import { fail, helpOf, type MakeCommand } from './command.ts'
import { programVersion } from '../program-version.ts'
import { exitCode, type Shell } from './shell.ts'

/** In the order in which a newcomer needs them. */
const commands: Record<string, () => Promise<MakeCommand>> = {
  sandbox: async () => (await import('./sandbox/sandbox.ts')).sandboxCommand,
  serve: async () => (await import('./serve/serve.ts')).serveCommand,
  request: async () => (await import('./request/request.ts')).requestCommand,
  jobs: async () => (await import('./request/jobs.ts')).jobsCommand,
  verify: async () => (await import('./verify/verify.ts')).verifyCommand,
  print: async () => (await import('./certificate/print.ts')).printCommand,
  certificate: async () => (await import('./certificate/certificate.ts')).certificateCommand,
  doctor: async () => (await import('./diagnostics/doctor.ts')).doctorCommand,
  diagnostics: async () => (await import('./diagnostics/diagnostics.ts')).diagnosticsCommand,
  keys: async () => (await import('./keys/keys.ts')).keysCommand,
  directory: async () => (await import('./directory/directory.ts')).directoryCommand,
  config: async () => (await import('./config/config.ts')).configCommand,
  lineage: async () => (await import('./request/lineage.ts')).lineageCommand,
  dialect: async () => (await import('./dialect/dialect.ts')).dialectCommand,
  centre: async () => (await import('./centre.ts')).centreCommand,
  journal: async () => (await import('./journal/journal.ts')).journalCommand,
  maintenance: async () => (await import('./maintenance.ts')).maintenanceCommand,
  backup: async () => (await import('./backup/backup.ts')).backupCommand,
  restore: async () => (await import('./backup/restore.ts')).restoreCommand,
  ca: async () => (await import('./ca.ts')).caCommand,
}

/** Runs the `gateway` command with its arguments and gives the exit code. */
export async function runProgram(args: readonly string[], shell: Shell): Promise<number> {
  let code: number = exitCode.ok
  const setExit = (next: number) => {
    code = next
  }
  const program = new Command(shell.program)
    .description('Exchange gateway for housing provident fund centres 公积金数据交换网关')
    .version(programVersion(), '-V, --version', 'say which version this is 版本')
    .addHelpText(
      'after',
      '\nEvery command takes --help, and --json for scripts.' +
        '\nExit codes 退出码: 0 done 完成, 1 refused or failed 拒绝或失败, 2 not understood 用法有误.' +
        '\nErrors 错误码: docs/errors.md',
    )
  for (const make of await asked(args[0])) program.addCommand(make(shell, setExit))
  const json = args.includes('--json')
  const misunderstood = { by: program }
  tame(program, misunderstood, shell, json)
  try {
    await program.parseAsync([...args], { from: 'user' })
  } catch (thrown) {
    if (!(thrown instanceof CommanderError)) throw thrown
    if (thrown.exitCode === 0) return exitCode.ok
    if (json)
      fail(
        new GatewayError('USAGE_INVALID', { detail: `命令行有误 ${thrown.message}` }),
        json,
        shell,
        misunderstood.by,
      )
    return exitCode.usage
  }
  return code
}

/** Only what is asked for is loaded: a command alone where it is named, all of them where they are told about. */
function asked(name = ''): Promise<MakeCommand[]> {
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined
  return Promise.all(load ? [load()] : Object.values(commands).map((each) => each()))
}

/** commander writes and exits by itself unless every command is told otherwise; `misunderstood` is told which command did not understand. */
function tame(command: Command, misunderstood: { by: Command }, shell: Shell, json: boolean): void {
  command
    .exitOverride((error) => {
      misunderstood.by = command
      throw error
    })
    .showHelpAfterError(`用法见 usage: ${helpOf(command)}`)
    .configureOutput({
      writeOut: (text) => shell.out(text.trimEnd()),
      writeErr: (text) => {
        if (!json) shell.err(text.trimEnd())
      },
    })
  for (const sub of command.commands) tame(sub, misunderstood, shell, json)
}
