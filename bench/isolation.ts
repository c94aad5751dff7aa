import { setTimeout as pause } from 'node:timers/promises'
import { Command, InvalidArgumentError } from 'commander'
import type { Context } from '../src/composition/context.ts'
import { representedCentres } from '../src/sandbox/centres.ts'
import { sandboxQuestion } from '../src/sandbox/question.ts'
import { blackhole, dripping, startFaultProxy } from '../test/support/fault-proxy.ts'
import { contextOf } from '../test/support/in-process.ts'
import { hangzhou, hefei, jiangsu, prepareFederation, shanghai } from '../test/support/sandbox.ts'

const { seconds, rounds } = new Command('bench:isolation')
  .description(
    'Measures how long questions to a healthy centre take alone, and beside one that is a blackhole, one that drips and one that\n' +
      'refuses connections, in turn. Exit code 1 where the p99 beside them is more than 1.2 times that alone.',
  )
  .option('--seconds <n>', 'length of a round', whole, 2)
  .option('--rounds <n>', 'rounds of each kind', whole, 20)
  .parse()
  .opts<{ seconds: number; rounds: number }>()

const wanted = 1.2
/** Questions a second to the healthy centre, and to each of the sick ones. */
const healthyRate = 40
const sickRate = 5
const deadlineSeconds = 5

function whole(text: string): number {
  const value = Number(text)
  if (Number.isInteger(value) && value > 0) return value
  throw new InvalidArgumentError('a whole number from 1')
}

/** Asks at a steady rate, whatever comes of it, for the length of a round; gives how long each took, in milliseconds. */
async function load(context: Context, centre: string, rate: number): Promise<number[]> {
  const asks: Promise<number>[] = []
  const started = performance.now()
  for (let each = 0; each < seconds * rate; each += 1) {
    await pause(Math.max(0, started + (each * 1000) / rate - performance.now()))
    asks.push(timed(context, centre))
  }
  return Promise.all(asks)
}

async function timed(context: Context, centre: string): Promise<number> {
  const started = performance.now()
  const question = sandboxQuestion(jiangsu, [centre], 'normal', Date.now())
  const { results } = await context.ask({ ...question, deadlineSeconds })
  if (centre === hangzhou && results[0]?.state === 'not-asked') throw new Error('the healthy centre is sick')
  return performance.now() - started
}

function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN
}

await using stack = new AsyncDisposableStack()
const federation = stack.use(await prepareFederation())
const silent = stack.use(await startFaultProxy(0, blackhole))
const slow = stack.use(await startFaultProxy(federation.of(hefei).ports.exchange, dripping(100)))
const endpoints = new Map<string, string>([
  [shanghai, silent.origin],
  [hefei, slow.origin],
])
federation.publish((directory) => ({
  ...directory,
  members: directory.members.map((each) => {
    const endpoint = endpoints.get(each.code)
    return endpoint === undefined ? each : { ...each, endpoints: [endpoint] }
  }),
}))
// Nobody runs the hub that represents it, so that connections are refused.
const refusing = representedCentres[0]?.code ?? ''
await Promise.all([federation.start(hangzhou), federation.start(hefei)])
const context = stack.use(await contextOf(federation, jiangsu))

const alone: number[] = []
const beside: number[] = []
await load(context, hangzhou, healthyRate)
for (let round = 0; round < rounds; round += 1) {
  alone.push(...(await load(context, hangzhou, healthyRate)))
  const sick = [shanghai, hefei, refusing].map((centre) => load(context, centre, sickRate))
  beside.push(...(await load(context, hangzhou, healthyRate)))
  await Promise.all(sick)
}

const ratio = percentile(beside, 0.99) / percentile(alone, 0.99)
const line = (what: string, values: readonly number[]): string =>
  `${what}: p50 ${percentile(values, 0.5).toFixed(1)} ms, p99 ${percentile(values, 0.99).toFixed(1)} ms of ${values.length}\n`
process.stdout.write(
  [
    `${rounds} rounds of ${seconds} s of each kind in turn; ${healthyRate} questions a second to the healthy centre, ${sickRate} to each sick one\n`,
    line('alone          ', alone),
    line('beside the sick', beside),
    ...context.peers
      .states()
      .map(({ code, state, lastFailure = '-' }) => `  ${code} ${state} ${lastFailure}\n`),
    `p99 beside against alone: ${ratio.toFixed(2)} (wanted: ${wanted})\n`,
  ].join(''),
)
process.exitCode = ratio <= wanted ? 0 : 1
