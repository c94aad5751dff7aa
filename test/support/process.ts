import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'

/** The real program, for `run`. */
export const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url))

/** A program among these files, for `run`. */
export function support(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url))
}

export interface Ended {
  code: number | null
  out: string
  err: string
}

/** Runs a program with this Node until it ends. */
export function run(args: readonly string[], env: Record<string, string> = {}, cwd?: string): Promise<Ended> {
  return ended(process.execPath, args, env, cwd)
}

/** Runs a line as somebody types it into a shell. */
export function asTyped(line: string, cwd?: string): Promise<Ended> {
  return ended('sh', ['-c', line], {}, cwd)
}

async function ended(
  program: string,
  args: readonly string[],
  env: Record<string, string>,
  cwd: string | undefined,
): Promise<Ended> {
  const child = spawn(program, [...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...withoutJest(process.env), ...env },
    cwd,
  })
  const closed = new Promise<number | null>((resolve) => child.once('close', resolve))
  const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), closed])
  return { code, out, err }
}

/** jest's own switches are nothing for a gateway, nor is a gateway's environment for a test. */
export function withoutJest(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const rest = Object.entries(env).filter(([name]) => !/^(NODE_OPTIONS|NODE_ENV|GATEWAY_)/.test(name))
  return Object.fromEntries(rest)
}
