import type { Command } from 'commander'
import { GatewayError, toGatewayError } from '../errors.ts'
import { exitCode, type Shell } from './shell.ts'

/** What a command comes to: for people in lines, for scripts as JSON. */
export interface Outcome {
  lines: readonly string[]
  json: unknown
  /** Whether it went well: exit code 0 or 1. Default true. */
  ok?: boolean
}

/** Makes one command, or a group of them. */
export type MakeCommand = (shell: Shell, setExit: (code: number) => void) => Command

/** Adds `--json` and one way of telling results and errors to a command. `run` gets the parsed options and arguments. */
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
      setExit(fail(toGatewayError(thrown), options.json === true, shell))
    }
  })
}

/** Tells an error in both languages with its place and remedy, never a stack trace; gives the exit code. */
export function fail(error: GatewayError, json: boolean, shell: Shell): number {
  if (json) shell.err(JSON.stringify(errorJson(error), null, 2))
  else for (const line of errorLines(error)) shell.err(line)
  return error.code === 'USAGE_INVALID' ? exitCode.usage : exitCode.failed
}

function errorLines(error: GatewayError): string[] {
  const { title, remedy } = error.entry
  return [
    `${error.code}  ${title.zh} ${title.en}`,
    ...(error.where === undefined ? [] : [`  位置 at: ${error.where}`]),
    ...(error.detail === undefined ? [] : [`  详情 what: ${error.detail}`]),
    `  处置 to do: ${remedy.zh} ${remedy.en}`,
    ...(error.code === 'INTERNAL' ? [`  原因 cause: ${String(error.cause)}`] : []),
  ]
}

/** The same for scripts, in the words of a problem (schemas/parts/problem.json). A local user is no stranger: the code is the precise one. */
function errorJson(error: GatewayError): object {
  const { code, where, detail, diagnosis } = error
  const { title, remedy } = error.entry
  return {
    code,
    title,
    hint: remedy,
    ...(where !== undefined && { where }),
    ...(detail !== undefined && { detail }),
    docs: `docs/errors.md#${code.toLowerCase()}`,
    ...(diagnosis && { diagnosis }),
    ...(code === 'INTERNAL' && { cause: String(error.cause) }),
  }
}

/** A place and a sentence that commander does not find by itself. */
export function misused(where: string, detail: string): GatewayError {
  return new GatewayError('USAGE_INVALID', { where, detail })
}
