import type { Clock } from '../clock.ts'
import { GatewayError, toGatewayError } from '../errors.ts'
import type { DirectoryView } from '../speaker/ports.ts'
import type { DirectoryEvents, DirectorySource, SourceStatus } from './ports.ts'

/** One source, and what it last showed. */
export interface SourceWatch {
  /** What is published there, when it is signed, in force and not older than `floor`. */
  look(floor: { version: number; content?: string | undefined }): Promise<DirectoryView | undefined>
  status(): SourceStatus
  /** Why the last look gave nothing. */
  fault(): GatewayError | undefined
}

export function createSourceWatch(
  source: DirectorySource,
  deps: { clock: Clock; read(bytes: Buffer, now: number): DirectoryView; events: DirectoryEvents },
): SourceWatch {
  const { clock, events } = deps
  let seen: DirectoryView | undefined
  let status: SourceStatus = { source: source.name, at: 0 }
  let fault: GatewayError | undefined

  /** Reading a large list takes long; the same bytes are not read twice. */
  function viewOf(bytes: Buffer): DirectoryView {
    const token = bytes.toString('latin1').trimEnd()
    if (seen?.token === token) return seen
    return deps.read(Buffer.from(token, 'latin1'), clock())
  }

  async function usable(floor: Parameters<SourceWatch['look']>[0]): Promise<DirectoryView> {
    const view = viewOf(await source.read())
    assertInForce(view, clock())
    assertNotOlder(view, floor)
    seen = view
    return view
  }

  return {
    async look(floor) {
      try {
        const view = await usable(floor)
        if (fault) events.sourceBack({ source: source.name, version: view.version })
        fault = undefined
        const at = clock()
        status = { source: source.name, at, version: view.version, lastGoodAt: at }
        return view
      } catch (thrown) {
        const error = toGatewayError(thrown)
        if (fault?.code !== error.code) events.sourceFailed({ source: source.name, error })
        fault = error
        const { lastGoodAt } = status
        const before = lastGoodAt === undefined ? {} : { lastGoodAt }
        status = { source: source.name, at: clock(), code: error.code, ...before }
        return undefined
      }
    },
    status: () => status,
    fault: () => fault,
  }
}

function assertInForce(directory: DirectoryView, now: number): void {
  if (directory.expires * 1000 > now) return
  throw new GatewayError('DIRECTORY_EXPIRED', { where: `version ${directory.version}` })
}

/** An operator publishes each version once: the same number over other content is not believed either. */
function assertNotOlder(
  { version, token }: DirectoryView,
  floor: { version: number; content?: string | undefined },
): void {
  if (version > floor.version) return
  const content = token.split('.')[1]
  if (version === floor.version && (floor.content === undefined || floor.content === content)) return
  throw new GatewayError('DIRECTORY_ROLLED_BACK', {
    where: `version ${version}`,
    detail:
      version === floor.version
        ? `同一版本的内容不同 version ${version} is in use, with other content`
        : `使用中的版本更高 version ${floor.version} is in use`,
  })
}
