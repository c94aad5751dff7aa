import type { ShownConfigurationCheck } from '../shown/board.ts'

type Found = Pick<ShownConfigurationCheck, 'faults' | 'warnings' | 'changes' | 'restart'>

/** How the configuration of the running gateway is changed; the program that serves has it. */
export interface Reconfigure {
  /** The file as it is in force. */
  text(): string
  writable(): boolean
  /** Everything that `gateway config check` would find, and what would change. Changes nothing. */
  check(text: string): Promise<Found>
  /** The same, and builds a gateway of it, as a reload would, which never serves. */
  attempt(text: string): Promise<Found>
  /**
   * Writes the file and reloads; changes wait for one another. Fails with CONFIG_REFUSED, RESTART_REQUIRED, CONFIG_CONFLICT where `before` or the file
   * is not what is in force, FILE_UNUSABLE; then file and gateway are as before.
   */
  apply(text: string, before: string): Promise<void>
}
