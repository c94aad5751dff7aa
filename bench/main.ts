import { Command, InvalidArgumentError } from 'commander'
import { makeBed } from './bed.ts'
import { startContenders } from './contenders.ts'
import { canPin, pinGenerator } from './cores.ts'
import { measure, type Plan } from './measure.ts'
import { createPoolMaker } from './pool.ts'
import { report } from './report.ts'
import { summarise, type Summary } from './summary.ts'

const { seconds, rounds, json, profile } = new Command('bench')
  .description(
    'Measures this gateway side by side with a bare server that only verifies and signs, and with a plain express server.\n' +
      'Exit code 1 where the gateway does less than half of the bare one or less than twice the plain one, by CPU.',
  )
  .option(
    '--seconds <n>',
    'length of a round, at most 20: signed requests are fresh for a minute',
    upTo(20),
    2,
  )
  .option('--rounds <n>', 'measured rounds of each server', upTo(1000), 7)
  .option('--json', 'print one JSON object for scripts')
  .option('--profile <folder>', "write a CPU profile of the gateway's process there")
  .parse()
  .opts<Plan & { json?: boolean; profile?: string }>()

function upTo(most: number): (text: string) => number {
  return (text) => {
    const value = Number(text)
    if (Number.isInteger(value) && value > 0 && value <= most) return value
    throw new InvalidArgumentError(`a whole number from 1 to ${most}`)
  }
}

async function run(): Promise<Summary> {
  pinGenerator()
  progress('making keys, directory and core')
  using bed = makeBed(Date.now())
  const makePool = createPoolMaker(bed)
  const profiling = profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`]
  const contenders = await startContenders(bed, makePool, profiling)
  const played = await measure(contenders, makePool, { rounds, seconds }, progress)
  for (const { server } of contenders) await server.stop()
  return summarise(played)
}

function progress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text} …`)
}

const summary = await run()
if (process.stderr.isTTY) process.stderr.write('\r\u001b[K')
const lines = json
  ? [JSON.stringify({ rounds, seconds, pinned: canPin, ...summary }, null, 2)]
  : [
      `${rounds} rounds of ${seconds} s in turn, 32 connections, ${canPin ? 'servers on one core, load from another' : 'NOT pinned to cores'}`,
      '',
      ...report(summary),
    ]
process.stdout.write(`${lines.join('\n')}\n`)
process.exitCode = summary.ok ? 0 : 1
