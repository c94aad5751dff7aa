import { isFree } from '../../src/cli/sandbox/ports-free.ts'

/** Below the ephemeral range, so that no outgoing connection takes a port between finding and using it. */
export const lowest = 10_000
export const span = 22_000

/** What claim-ports.ts leaves to the workers of its run. */
export const claimed = 'TEST_PORTS'

/** Nobody else looks for ports among these: not another worker, nor another run. */
const { first, count } = ownPorts()
let next = 0

export async function freePort(): Promise<number> {
  return await freePortsInRow(1)
}

/** The first of them. */
export async function freePortsInRow(wanted: number): Promise<number> {
  for (let tried = 0; tried < count; tried++) {
    if (next + wanted > count) next = 0
    const from = first + next
    next += wanted
    const row = Array.from({ length: wanted }, (_, i) => ({ host: '127.0.0.1', port: from + i }))
    const free = await Promise.all(row.map(isFree))
    if (free.every(Boolean)) return from
  }
  throw new RangeError(`no ${wanted} ports in a row are free from ${first} to ${first + count - 1}`)
}

function ownPorts(): { first: number; count: number } {
  const [from = lowest, perWorker = span] = (process.env[claimed] ?? '')
    .split(' ')
    .filter(Boolean)
    .map(Number)
  const worker = Number(process.env['JEST_WORKER_ID'] ?? 1)
  return { first: from + (worker - 1) * perWorker, count: perWorker }
}
