import type { Command } from 'commander'
import { chinaDateTime } from '../clock.ts'
import { problemOf } from '../domain/problem.ts'
import { toGatewayError } from '../errors.ts'
import { exitCode, type Shell } from './shell.ts'

/** What a command comes to: for people in lines, for scripts as JSON. */
export interface Outcome {
  lines: readonly string[]
  json: unknown
  /** Whether it went well: exit code 0 or 1. Default true. */
  ok?: boolean
}

/** Adds `--json` and one way of telling results and errors to a command. `run` gets the parsed options. */
export function finish<Options>(
  command: Command,
  shell: Shell,
  setExit: (code: number) => void,
  run: (options: Options, args: string[]) => Promise<Outcome> | Outcome,
): Command {
  return command.option('--json', 'print one JSON object for scripts').action(async () => {
    const options = command.optsWithGlobals<Options & { json?: boolean }>()
    try {
      const outcome = await run(options, command.args)
      if (options.json) shell.out(JSON.stringify(outcome.json, null, 2))
      else for (const line of outcome.lines) shell.out(line)
      setExit(outcome.ok === false ? exitCode.failed : exitCode.ok)
    } catch (thrown) {
      setExit(fail(thrown, options.json === true, shell))
    }
  })
}

/** Tells an error in both languages with its place and remedy; never a stack trace. */
function fail(thrown: unknown, json: boolean, shell: Shell): number {
  const error = toGatewayError(thrown)
  const now = shell.clock()
  if (json)
    shell.err(
      JSON.stringify(problemOf(error, { requestId: chinaDateTime(now), sandbox: true, now }), null, 2),
    )
  else {
    const { title, remedy } = error.entry
    shell.err(`${error.code}  ${title.zh} ${title.en}`)
    if (error.where !== undefined) shell.err(`  at: ${error.where}`)
    if (error.detail !== undefined) shell.err(`  what: ${error.detail}`)
    shell.err(`  to do: ${remedy.zh} ${remedy.en}`)
    if (error.code === 'INTERNAL') shell.err(`  cause: ${String(error.cause)}`)
  }
  return error.code === 'USAGE_INVALID' ? exitCode.usage : exitCode.failed
}
