import { once } from 'node:events'
import { createServer, type Server } from 'node:net'
import { claimed, lowest, span } from './ports.ts'

/** Enough for what one test file runs at a time, several times over. */
const perWorkerAtMost = 1_000
/** From one guard to the next: so often that no claim fits between them, however many workers another run has. */
const stride = 100

/**
 * Before the first test: ports for this run alone, among which every worker has its own. What listens among them keeps other runs
 * away; whoever looks for a free port passes it by.
 */
export default async function claimPorts({ maxWorkers }: { maxWorkers: number }): Promise<void> {
  const strides = Math.max(1, Math.floor(Math.min(perWorkerAtMost, span / maxWorkers) / stride))
  const size = stride * strides * maxWorkers
  for (let from = lowest; from + size <= lowest + span; from += stride) {
    if (!(await guardAll(from, size))) continue
    process.env[claimed] = `${from} ${stride * strides}`
    return
  }
  throw new Error(`no ports for ${maxWorkers} workers are left from ${lowest} to ${lowest + span}`)
}

/** All or none. */
async function guardAll(from: number, size: number): Promise<boolean> {
  const guards: Server[] = []
  for (let port = from; port < from + size; port += stride) {
    const server = await guard(port)
    if (server) {
      guards.push(server)
      continue
    }
    for (const each of guards) each.close()
    return false
  }
  return true
}

async function guard(port: number): Promise<Server | undefined> {
  const server = createServer().unref()
  try {
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
    return server
  } catch {
    return undefined
  }
}
