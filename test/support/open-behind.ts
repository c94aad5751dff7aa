import { DatabaseSync } from 'node:sqlite'

/** A database behind the back of the gateway that has it open: waits for what that one is just writing. */
export function openBehind(path: string): DatabaseSync {
  return new DatabaseSync(path, { timeout: 5_000 })
}
