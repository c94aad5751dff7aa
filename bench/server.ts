import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { openSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { pinned } from './cores.ts'
import type { Setting } from './served.ts'

/** One measured server, in a process of its own on the servers' core. */
export interface Server {
  port: number
  /** CPU time of the process so far, all threads, user and system, in microseconds. */
  cpuMicros(): Promise<number>
  stop(): Promise<void>
}

/** Starts `bench/<program>`; its output goes to the file `log`, `execArgv` to node. Fails where it ends instead of serving. */
export async function startServer(
  program: string,
  setting: Setting,
  { log, execArgv = [] }: { log: string; execArgv?: readonly string[] },
): Promise<Server> {
  const output = openSync(log, 'a')
  const file = fileURLToPath(new URL(program, import.meta.url))
  const child = fork(file, [JSON.stringify(setting)], {
    ...pinned('servers', execArgv),
    stdio: ['ignore', output, output, 'ipc'],
  })
  const port = await told(child)
  return {
    port,
    cpuMicros() {
      child.send('cpu')
      return told(child)
    },
    async stop() {
      const ended = once(child, 'exit')
      child.disconnect()
      await ended
    },
  }
}

async function told(child: ChildProcess): Promise<number> {
  const settled = new AbortController()
  try {
    const [value] = (await Promise.race([
      once(child, 'message', settled),
      once(child, 'exit', settled).then(() => {
        throw new Error(`a server ended by itself: ${child.spawnargs.join(' ')}`)
      }),
    ])) as [number]
    return value
  } finally {
    settled.abort()
  }
}
