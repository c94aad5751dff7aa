import type { Command } from 'commander'
import { type CatalogueEntry, GatewayError, toGatewayError } from '../errors.ts'
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
      setExit(fail(toGatewayError(thrown), options.json === true, shell, command))
    }
  })
}

/** Tells an error of a command in both languages with its place and remedy, never a stack trace; gives the exit code. */
export function fail(error: GatewayError, json: boolean, shell: Shell, command: Command): number {
  if (json) shell.err(JSON.stringify(errorJson(error, command), null, 2))
  else for (const line of errorLines(error, command)) shell.err(line)
  return isMisuse(error) ? exitCode.usage : exitCode.failed
}

/** How to see the help of the command itself. */
export function helpOf(command: Command): string {
  const path: string[] = []
  for (let at: Command | null = command; at; at = at.parent) path.unshift(at.name())
  return `${path.join(' ')} --help`
}

function errorLines(error: GatewayError, command: Command): string[] {
  const { title } = error.entry
  const detail = detailOf(error)
  const { zh, en } = toDoOf(error, command)
  const toDo = isMisuse(error) ? `请查看 See: ${helpOf(command)}` : `${zh} ${en}`
  return [
    `${error.code}  ${title.zh} ${title.en}`,
    ...(error.where === undefined ? [] : [`  位置 at: ${error.where}`]),
    ...(detail === undefined ? [] : [`  详情 what: ${detail}`]),
    `  处置 to do: ${toDo}`,
    ...(error.code === 'INTERNAL' ? [`  原因 cause: ${String(error.cause)}`] : []),
  ]
}

/** The same for scripts, in the words of a problem (schemas/parts/problem.json). A local user is no stranger: the code is the precise one. */
function errorJson(error: GatewayError, command: Command): object {
  const { code, where, diagnosis } = error
  const { title } = error.entry
  const detail = detailOf(error)
  return {
    code,
    title,
    hint: toDoOf(error, command),
    ...(where !== undefined && { where }),
    ...(detail !== undefined && { detail }),
    docs: `docs/errors.md#${code.toLowerCase()}`,
    ...(diagnosis && { diagnosis }),
    ...(code === 'INTERNAL' && { cause: String(error.cause) }),
  }
}

/** What the database says is for whoever runs it: here, and in no answer over HTTP. */
function detailOf({ code, detail, cause }: GatewayError): string | undefined {
  if (detail !== undefined || code !== 'STORE_UNAVAILABLE') return detail
  return Error.isError(cause) && cause.message !== ''
    ? `存储报告 the store says: ${cause.message}`
    : undefined
}

/** The catalogue's words, but where they are for somebody who calls over HTTP. */
function toDoOf(error: GatewayError, command: Command): CatalogueEntry['remedy'] {
  if (isMisuse(error)) {
    const help = helpOf(command)
    return { en: `See: ${help}`, zh: `请查看：${help}` }
  }
  if (error.code !== 'INTERNAL') return error.entry.remedy
  return {
    en: 'This is a fault of the program: report the command and the cause to whoever maintains it.',
    zh: '这是程序缺陷：请将所用命令与原因告知程序的维护方。',
  }
}

function isMisuse({ code }: GatewayError): boolean {
  return code === 'USAGE_INVALID'
}

/** A place and a sentence that commander does not find by itself. */
export function misused(where: string, detail: string): GatewayError {
  return new GatewayError('USAGE_INVALID', { where, detail })
}
