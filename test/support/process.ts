import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'

/** The real program, for `run`. */
export const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url))

/** A program among these files, for `run`. */
export function support(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url))
}

/** Runs a program with this Node until it ends. */
export async function run(
  args: readonly string[],
  env: Record<string, string> = {},
  cwd?: string,
): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawn(process.execPath, [...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...withoutJest(process.env), ...env },
    cwd,
  })
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), ended])
  return { code, out, err }
}

/** jest's own switches are nothing for a gateway, nor is a gateway's environment for a test. */
export function withoutJest(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const rest = Object.entries(env).filter(([name]) => !/^(NODE_OPTIONS|NODE_ENV|GATEWAY_)/.test(name))
  return Object.fromEntries(rest)
}
