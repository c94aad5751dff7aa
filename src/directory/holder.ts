import type { Clock } from '../clock.ts'
import { GatewayError } from '../errors.ts'
import type { DirectoryView } from '../speaker/ports.ts'

/** The directory in force. Versions only rise; a failed refresh keeps the last good one until it expires. */
export interface DirectoryHolder {
  /** Fails with DIRECTORY_EXPIRED. */
  current(now: number): DirectoryView
  /** Reads the source again. Fails with DIRECTORY_INVALID, DIRECTORY_EXPIRED or DIRECTORY_ROLLED_BACK, and keeps what it had. */
  refresh(): Promise<DirectoryView>
}

/** Fails as `refresh` does when the first reading is not usable. */
export async function createDirectoryHolder(deps: {
  clock: Clock
  /** Gives the signed directory's bytes. */
  source(): Promise<Buffer>
  read(bytes: Buffer, now: number): DirectoryView
}): Promise<DirectoryHolder> {
  let held: DirectoryView | undefined

  async function refresh(): Promise<DirectoryView> {
    const bytes = await deps.source()
    if (held && bytes.toString('latin1') === held.token) return held
    const next = deps.read(bytes, deps.clock())
    assertInForce(next, deps.clock())
    if (held && next.version <= held.version) {
      throw new GatewayError('DIRECTORY_ROLLED_BACK', {
        where: `version ${next.version}`,
        detail: `version ${held.version} is in use`,
      })
    }
    held = next
    return next
  }

  await refresh()
  return {
    current(now) {
      if (!held) throw new GatewayError('DIRECTORY_EXPIRED')
      assertInForce(held, now)
      return held
    },
    refresh,
  }
}

function assertInForce(directory: DirectoryView, now: number): void {
  if (directory.expires * 1000 <= now) {
    throw new GatewayError('DIRECTORY_EXPIRED', { where: `version ${directory.version}` })
  }
}
