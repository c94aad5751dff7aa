import { Command, CommanderError } from 'commander'
import { exitCode, type Shell } from './shell.ts'
import { requestCommand } from './request.ts'
import { sandboxCommand } from './sandbox.ts'
import { serveCommand } from './serve.ts'

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
      '\nExit codes: 0 done, 1 refused or failed, 2 not understood.\nErrors: docs/errors.md',
    )
  for (const make of [sandboxCommand, serveCommand, requestCommand]) program.addCommand(make(shell, setExit))
  hush(program, shell)
  try {
    await program.parseAsync([...args], { from: 'user' })
  } catch (thrown) {
    if (!(thrown instanceof CommanderError)) throw thrown
    return thrown.exitCode === 0 ? exitCode.ok : exitCode.usage
  }
  return code
}

/** commander writes and exits by itself unless every command is told otherwise. */
function hush(command: Command, shell: Shell): void {
  command.exitOverride().configureOutput({
    writeOut: (text) => shell.out(text.trimEnd()),
    writeErr: (text) => shell.err(text.trimEnd()),
  })
  for (const sub of command.commands) hush(sub, shell)
}
