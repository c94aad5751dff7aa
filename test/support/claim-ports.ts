import { once } from 'node:events'
import { createServer } from 'node:net'
import { claimed, lowest, span } from './ports.ts'

/** Enough for what one test file runs at a time, several times over. */
const perWorkerAtMost = 1_000

/** Before the first test: ports for this run alone, among which every worker has its own. What listens at the first of them keeps other runs away. */
export default async function claimPorts({ maxWorkers }: { maxWorkers: number }): Promise<void> {
  const perWorker = Math.min(perWorkerAtMost, Math.floor(span / maxWorkers) - 1)
  const size = 1 + perWorker * maxWorkers
  for (let from = lowest; from + size <= lowest + span; from += size) {
    if (!(await guard(from))) continue
    process.env[claimed] = `${from + 1} ${perWorker}`
    return
  }
  throw new Error(`other runs have all ports from ${lowest} to ${lowest + span}`)
}

async function guard(port: number): Promise<boolean> {
  const server = createServer().unref()
  try {
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
    return true
  } catch {
    return false
  }
}
