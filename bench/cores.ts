import { execFileSync } from 'node:child_process'
import { availableParallelism, platform } from 'node:os'

/** The servers share one core; the load generator has another, so that it takes nothing from them. */
const core = { servers: '0', generator: '1' }

/** Whether processes can be kept on one core here: Linux with taskset and two cores. */
export const canPin = platform() === 'linux' && availableParallelism() > 1 && runs('taskset', '--version')

/** Keeps this process, with all its threads, on the generator's core. */
export function pinGenerator(): void {
  if (canPin) execFileSync('taskset', ['-acp', core.generator, String(process.pid)])
}

/** How `fork` starts node on a core. */
export function pinned(
  role: keyof typeof core,
  execArgv: readonly string[],
): { execPath: string; execArgv: string[] } {
  return canPin
    ? { execPath: 'taskset', execArgv: ['-c', core[role], process.execPath, ...execArgv] }
    : { execPath: process.execPath, execArgv: [...execArgv] }
}

function runs(program: string, ...args: string[]): boolean {
  try {
    execFileSync(program, args, { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
