import { setTimeout as pause } from 'node:timers/promises'
import { Command, InvalidArgumentError } from 'commander'
import type { OfficeJob, OfficeResult, Problem } from '../src/contracts/generated/types.ts'
import { verifyChain } from '../src/journal/verify-chain.ts'
import { representedCentres } from '../src/sandbox/centres.ts'
import { hubCode } from '../src/sandbox/members.ts'
import { personas } from '../src/sandbox/personas.ts'
import { sandboxQuestion } from '../src/sandbox/question.ts'
import { serveCentres } from '../src/sandbox/serve-centres.ts'
import { setMisbehaviour } from '../src/sandbox/simulated-centre.ts'
import { misbehaviours } from '../src/sandbox/simulators/simulator.ts'
import { http, json, memberOf } from '../test/support/member-client.ts'
import { hangzhou, jiangsu, prepareFederation, shanghai } from '../test/support/sandbox.ts'
import { flatness, type Sample } from './flatness.ts'

const { minutes } = new Command('soak')
  .description(
    'Mixed load on a small federation while its centres come and go: questions, jobs that wait, jobs that are followed. Looks every 10 s\n' +
      'at memory and open handles of the gateway that asks and of the hub. Exit code 1 where one grows, where a job never ends, or where\n' +
      'a journal does not verify.',
  )
  .option('--minutes <n>', 'how long', whole, 30)
  .parse()
  .opts<{ minutes: number }>()

function whole(text: string): number {
  const value = Number(text)
  if (Number.isInteger(value) && value > 0) return value
  throw new InvalidArgumentError('a whole number from 1')
}

const observed = [jiangsu, hubCode]
const counted = new Map<string, number>()
const count = (what: string): void => void counted.set(what, (counted.get(what) ?? 0) + 1)
const until = Date.now() + minutes * 60_000
const goingOn = (): boolean => Date.now() < until

await using federation = await prepareFederation()
federation.configure(jiangsu, ({ office, ...config }) => ({
  ...config,
  office: { ...office, clients: office.clients.map((client) => ({ ...client, requestsPerMinute: 60_000 })) },
}))
const office = memberOf(federation, jiangsu).office
const centres = await serveCentres(federation.files, Date.now)
federation.onClose(() => centres[Symbol.dispose]())
await Promise.all([jiangsu, hubCode].map((code) => federation.start(code)))
/** Those that come back; 杭州 stays away until the end, and whoever waits for it takes a worker's place. */
const returning = [shanghai, ...representedCentres.map(({ code }) => code)]
const asked = [hangzhou, ...returning]

/** Between two questions of a worker, in milliseconds: the soak looks for leaks, and not for the limit. */
const thinking = 50

/** One worker's share of the load. A question may take its whole deadline; the next one follows. */
async function ask(): Promise<void> {
  while (goingOn()) {
    await pause(thinking)
    const to = [pick(asked), pick(asked)].filter((code, i, all) => all.indexOf(code) === i)
    const question = { ...sandboxQuestion(jiangsu, to, pick(personas).id, Date.now()), deadlineSeconds: 3 }
    const answer = await post('/office/v1/questions', question)
    if (answer.status !== 200) count(json<Problem>(answer).code)
    else for (const { state } of json<OfficeResult>(answer).results) count(state)
  }
}

async function askAndWait(): Promise<void> {
  while (goingOn()) {
    await pause(thinking)
    const question = {
      ...sandboxQuestion(jiangsu, [pick(returning)], 'normal', Date.now()),
      mayWait: true,
      deadlineSeconds: 3,
    }
    const { id } = json<OfficeJob>(await post('/office/v1/questions', question, { prefer: 'respond-async' }))
    const events = http({ ...at(`/office/v1/jobs/${id}/events`), method: 'GET' })
    // Some are given up, some by hanging up
    if (Math.random() < 0.1) await http({ ...at(`/office/v1/jobs/${id}`), method: 'DELETE' })
    const { body } = await events
    count(body.includes('event: job') ? 'job ended' : 'job lost')
  }
}

function post(path: string, body: object, headers: Record<string, string> = {}) {
  return http({
    ...at(path),
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json', ...headers },
  })
}

function at(path: string) {
  return { port: federation.of(jiangsu).ports.office, path, tls: office }
}

/** Gateways come and go; centres behind the hub misbehave in turn, and get well. */
async function disturb(): Promise<void> {
  while (goingOn()) {
    const gateway = await federation.start(shanghai)
    const sick = federation.files.centre(pick(representedCentres).code)
    setMisbehaviour(sick, pick(misbehaviours))
    await pause(20_000)
    setMisbehaviour(sick, 'none')
    await (Math.random() < 0.5 ? gateway.kill() : gateway.stop())
    await pause(10_000)
  }
  for (const { code } of representedCentres) setMisbehaviour(federation.files.centre(code), 'none')
  await Promise.all([federation.start(shanghai), federation.start(hangzhou)])
}

async function look(samples: Map<string, Sample[]>): Promise<void> {
  while (goingOn()) {
    await pause(10_000)
    for (const code of observed) {
      const text = await (await fetch(`http://127.0.0.1:${federation.of(code).ports.ops}/metrics`)).text()
      const metric = (name: string): number =>
        Number(new RegExp(`^${name} ([0-9.e+]+)$`, 'm').exec(text)?.[1] ?? Number.NaN)
      samples.get(code)?.push({
        heapMb: metric('nodejs_heap_size_used_bytes') / 1e6,
        residentMb: metric('process_resident_memory_bytes') / 1e6,
        handles: metric('nodejs_active_handles_total'),
      })
    }
    if (process.stderr.isTTY)
      process.stderr.write(`\r\u001b[K${Math.ceil((until - Date.now()) / 60_000)} min left`)
  }
}

function pick<T>(from: readonly T[]): T {
  return from[Math.floor(Math.random() * from.length)] as T
}

const samples = new Map(observed.map((code) => [code, [] as Sample[]]))
await Promise.all([
  ...Array.from({ length: 4 }, ask),
  ...Array.from({ length: 4 }, askAndWait),
  disturb(),
  look(samples),
])

process.stdout.write(`${minutes} minutes, ${[...counted].map(([what, n]) => `${n} ${what}`).join(', ')}\n`)
let ok = (counted.get('job lost') ?? 0) === 0
for (const [code, taken] of samples) {
  const { lines, flat } = flatness(taken)
  process.stdout.write(`${code}\n${lines.map((line) => `  ${line}\n`).join('')}`)
  ok &&= flat
}
for (const code of [...observed, shanghai]) {
  const entries = await federation.journal(code)
  const verdict = verifyChain(entries)
  process.stdout.write(
    `${code}: ${entries.length} journal entries, ${verdict.ok ? 'whole' : verdict.fault}\n`,
  )
  ok &&= verdict.ok
}
process.exitCode = ok ? 0 : 1
