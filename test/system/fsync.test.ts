import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { Problem } from '../../src/contracts/generated/types.ts'
import {
  certificateRequest,
  type HttpAnswer,
  json,
  memberOf,
  post,
  signed,
} from '../support/member-client.ts'
import {
  type GatewayProcess,
  jiangsu,
  prepareFederation,
  shanghai,
  type TestFederation,
} from '../support/sandbox.ts'

// Seen from outside of the process, where the machine has strace; never needed to run or to build.
const traced = spawnSync('strace', ['-V']).status === 0 ? test : test.skip

let federation: TestFederation
let gateway: GatewayProcess

beforeAll(async () => {
  federation = await prepareFederation()
  gateway = await federation.start(shanghai)
})
afterAll(() => federation.close())

async function ask(): Promise<HttpAnswer> {
  const member = memberOf(federation, jiangsu)
  return post(federation, shanghai, member.tls, await signed(member, certificateRequest(jiangsu, shanghai)))
}

/** Traces the gateway while `work` runs, and gives the lines. */
async function strace(options: readonly string[], work: () => Promise<void>): Promise<string[]> {
  const tracer: ChildProcess = spawn('strace', ['-f', '-y', ...options, '-p', String(gateway.pid)], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let text = ''
  const attached = new Promise<void>((resolve) =>
    tracer.stderr?.on('data', (chunk: Buffer) => {
      text += chunk.toString()
      if (text.includes('attached')) resolve()
    }),
  )
  await attached
  await work()
  tracer.kill('SIGINT')
  await once(tracer, 'close')
  return text.split('\n')
}

/** Where the write-ahead log was made durable last, or -1. Where another thread calls meanwhile, begin and end of it are two lines. */
function durableAt(lines: readonly string[]): number {
  const begun = lines.findLastIndex((line) => /f(data)?sync\(\d+<.*gateway\.db-wal>/.test(line))
  if (!lines[begun]?.includes('<unfinished')) return /\)\s+= 0$/.test(lines[begun] ?? '') ? begun : -1
  return lines.findIndex((line, at) => at > begun && /f(data)?sync resumed>\)\s+= 0$/.test(line))
}

traced(
  'an answer leaves after the write-ahead log was made durable, and not before',
  async () => {
    await ask()
    const lines = await strace(['-e', 'trace=fdatasync,fsync,write,writev,sendmsg'], async () => {
      expect((await ask()).status).toBe(200)
    })
    const durable = durableAt(lines)
    const sent = lines.findLastIndex((line) => /(write|writev|sendmsg)\(\d+<(socket|TCP)/.test(line))
    expect(durable).toBeGreaterThan(-1)
    expect(sent).toBeGreaterThan(durable)
    // The answer is several kilobytes: nothing of that size went to a socket before.
    const early = lines
      .slice(0, durable)
      .filter((line) => /(write|writev|sendmsg)\(\d+<(socket|TCP).*= [0-9]{4,}$/.test(line))
    expect(early).toEqual([])
  },
  60_000,
)

traced(
  'T108 a disk that cannot make durable what was written has every exchange refused, and service returns with it',
  async () => {
    await strace(['-e', 'trace=fdatasync,fsync', '-e', 'inject=fdatasync,fsync:error=EIO'], async () => {
      for (let i = 0; i < 5; i += 1) {
        const refused = await ask()
        expect([refused.status, json<Problem>(refused).code]).toEqual([503, 'STORE_UNAVAILABLE'])
        expect(refused.body.toString()).not.toMatch(/310101190001|沈清和|eyJ/)
      }
    })
    expect((await ask()).status).toBe(200)
  },
  60_000,
)
