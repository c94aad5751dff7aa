import { runProgram } from '../../src/cli/program.ts'
import type { Shell } from '../../src/cli/shell.ts'
import type { Environment } from '../../src/config/env.ts'
import { readEnvironment } from '../../src/config/env.ts'
import { madeAt } from './evidence.ts'

/** What a command did: exit code and every line, standard output apart from standard error. */
export interface Ran {
  code: number
  out: string
  err: string
  /** Standard output, or where there is none standard error, as JSON. */
  json(): Record<string, unknown>
}

export interface Circumstances {
  environment?: Partial<Environment>
  /** Epoch milliseconds; by default when the evidence of these tests was made. */
  now?: number
  /** Instead of one moment. */
  clock?: () => number
  input?: string
}

/** Runs the `gateway` command in this process. It starts no other and is never asked to stop. */
export async function gateway(args: readonly string[], circumstances: Circumstances = {}): Promise<Ran> {
  const out: string[] = []
  const err: string[] = []
  const shell: Shell = {
    program: 'gateway',
    environment: { ...readEnvironment({}), ...circumstances.environment },
    clock: circumstances.clock ?? (() => circumstances.now ?? madeAt),
    out: (line) => void out.push(line),
    err: (line) => void err.push(line),
    readInput: () => Promise.resolve(circumstances.input ?? ''),
    stopAsked: () => new Promise(() => undefined),
    onReload: () => undefined,
    spawn() {
      throw new Error('nothing is started in these tests')
    },
  }
  const code = await runProgram(args, shell)
  return {
    code,
    out: out.join('\n'),
    err: err.join('\n'),
    json: () => JSON.parse(out.join('\n') || err.join('\n')) as Record<string, unknown>,
  }
}
