import { statfsSync, statSync } from 'node:fs'
import { arch, cpus, freemem, loadavg, platform, release, totalmem } from 'node:os'
import { dirname } from 'node:path'
import type { Config } from '../../config/config.ts'
import { toGatewayError } from '../../errors.ts'

/** The machine. Sizes in bytes. */
export function machine(): object {
  return {
    platform: platform(),
    release: release(),
    arch: arch(),
    cores: cpus().length,
    memory: totalmem(),
    memoryFree: freemem(),
    load: loadavg(),
  }
}

/** The configuration with values that may be anything left out: settings of dialects are sometimes keys. */
export function shownConfig({ represents, ...config }: Config): object {
  return {
    ...config,
    represents: represents.map(({ settings, ...centre }) => ({ ...centre, settings: Object.keys(settings) })),
  }
}

/** How large the embedded store is, and how much its disk still takes, in bytes; undefined where it is a database. */
export function storeSizes({ store }: Pick<Config, 'store'>): object | undefined {
  if (store.file === undefined) return undefined
  const sizeOf = (path: string): number | undefined => statSync(path, { throwIfNoEntry: false })?.size
  return attempted(() => {
    const { bavail, bsize } = statfsSync(dirname(store.file ?? ''))
    return { file: sizeOf(store.file ?? ''), wal: sizeOf(`${store.file}-wal`), free: bavail * bsize }
  })
}

const patienceMs = 10_000

/** What a running gateway says of itself on its ops listener; why not, where it does not run. */
export async function running({ ops }: Pick<Config, 'ops'>): Promise<object> {
  const any = ops.host === '0.0.0.0' || ops.host === '::'
  const host = any ? '127.0.0.1' : ops.host.includes(':') ? `[${ops.host}]` : ops.host
  const get = (path: string): Promise<Response> =>
    fetch(`http://${host}:${ops.port}${path}`, { signal: AbortSignal.timeout(patienceMs), redirect: 'error' })
  try {
    const health = await get('/health/ready')
    const metrics = await get('/metrics')
    return {
      health: { status: health.status, body: await health.json() },
      metrics: (await metrics.text()).split('\n'),
    }
  } catch (thrown) {
    const { cause } = Object(thrown) as { cause?: { code?: unknown } }
    return { unreachable: String(cause?.code ?? 'no answer that can be read') }
  }
}

/** What `look` gives, or the error that it ends with. */
export function attempted<T extends object>(look: () => T): T | object {
  try {
    return look()
  } catch (thrown) {
    const { code, where, detail } = toGatewayError(thrown)
    return { code, where, detail }
  }
}
