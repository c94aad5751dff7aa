import { parseArgs } from 'node:util'
import { type Fault, faults } from './faults.ts'
import { type FaultStand, prepareFaultStand } from './stand.ts'

const allowedMs = 250
const usage = `usage: npm run faults -- [--rounds N] [TEXT]

Meets every fault between two gateways N times (10 where not said), or those only whose name holds TEXT, and tells how often the
ask ended as it must, how long after its deadline at worst, and how much memory that took.
Exit status: 0; 1 where an ask ended wrongly, or more than ${allowedMs} ms after its deadline.
`

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: 'string', default: '10' }, help: { type: 'boolean', short: 'h' } },
})
const rounds = Number(values.rounds)

if (values.help || !(rounds >= 1) || positionals.length > 1) {
  process.stdout.write(usage)
  process.exitCode = values.help ? 0 : 2
} else {
  process.exitCode = (await met(positionals[0] ?? '')) ? 0 : 1
}

async function met(text: string): Promise<boolean> {
  await using stand = await prepareFaultStand()
  for (let each = 0; each < 20; each += 1) await stand.ask(10)
  const before = memoryMiB()
  const outcomes: boolean[] = []
  for (const fault of faults.filter(({ name }) => name.includes(text))) {
    outcomes.push(await metOften(fault, stand))
  }
  const more = (memoryMiB() - before).toFixed(1)
  process.stdout.write(
    `${outcomes.length} faults, ${rounds} rounds each; heap of the asking process ${more} MiB more than before\n`,
  )
  return outcomes.every(Boolean)
}

async function metOften(
  { name, cause, ends, deadlineSeconds = 10 }: Fault,
  stand: FaultStand,
): Promise<boolean> {
  let right = 0
  let worst = -Infinity
  const wrong = new Set<string>()
  for (let round = 0; round < rounds; round += 1) {
    const made = await cause(stand)
    const started = performance.now()
    const { state, problem } = await stand.ask(deadlineSeconds)
    worst = Math.max(worst, performance.now() - started - deadlineSeconds * 1000)
    await made?.[Symbol.asyncDispose]()
    await stand.mend()
    if (state === ends.state && problem?.code === ends.code) right += 1
    else wrong.add(problem?.code ?? state)
  }
  const late = worst > 0 ? `${worst.toFixed(0)} ms late at worst` : 'never late'
  const others = wrong.size > 0 ? `, others ${[...wrong].join(', ')}` : ''
  process.stdout.write(`${right}/${rounds} ${ends.code ?? ends.state}, ${late}${others}: ${name}\n`)
  return right === rounds && worst <= allowedMs
}

function memoryMiB(): number {
  globalThis.gc?.()
  return process.memoryUsage().heapUsed / 2 ** 20
}
