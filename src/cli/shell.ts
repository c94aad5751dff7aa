import type { Clock } from '../clock.ts'
import type { Environment } from '../config/env.ts'

/** What a command may use of the process it runs in. */
export interface Shell {
  /** The words that call this program, as whoever reads what it prints can type them. */
  program: string
  environment: Environment
  clock: Clock
  /** Standard output and standard error; lines are ended here. */
  out(line: string): void
  err(line: string): void
  /** Everything from standard input. */
  readInput(): Promise<string>
  /** Resolves when the process is asked to stop (SIGTERM, SIGINT). */
  stopAsked(): Promise<void>
  /** Hears each time that the process is asked to read its configuration anew (SIGHUP), which ends it otherwise. */
  onReload(listener: () => void): void
  /** Starts this program again as another process, whose standard input stays open as long as this process lives. */
  spawn(args: readonly string[]): Child
}

/** Another gateway process. */
export interface Child {
  onLine(listener: (line: string) => void): void
  /** Asks it to stop, and kills it where it does not within 10 s; resolves when it has ended. */
  stop(): Promise<void>
  /** How it ended, such as `exit code 1` or `SIGKILL`. */
  ended: Promise<string>
}

/** Exit codes of every command. */
export const exitCode = { ok: 0, failed: 1, usage: 2 } as const
