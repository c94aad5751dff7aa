import { type ChildProcessByStdio, execFileSync, spawn } from 'node:child_process'
import { EventEmitter, once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import type { CentreResult } from '../../src/contracts/generated/types.ts'
import { assertPortsFree } from '../../src/cli/sandbox/ports-free.ts'
import { stopWithin } from '../../src/cli/stop-within.ts'
import { sandboxFiles } from '../../src/sandbox/files.ts'
import { portCount, portsFrom } from '../../src/sandbox/ports.ts'
import { prepareSandbox } from '../../src/sandbox/prepare.ts'
import { gateway } from '../support/cli.ts'
import { madeAt } from '../support/evidence.ts'
import { freePortsInRow } from '../support/ports.ts'
import { asTyped, main, run, withoutJest } from '../support/process.ts'

let home = ''
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'sandbox-'))
})
const open: Server[] = []
afterEach(() => {
  rmSync(home, { recursive: true, force: true })
  for (const server of open.splice(0)) server.close()
})

async function occupy(port: number): Promise<void> {
  const server = createServer()
  open.push(server)
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
}

describe('before anything is made or started', () => {
  test('a port in use is told by number, and nothing is made', async () => {
    const base = await freePortsInRow(portCount)
    await occupy(base + 4)
    const folder = join(home, 'box')
    const { code, err } = await gateway(['sandbox', '--folder', folder, '--port-base', String(base)])
    expect(code).toBe(1)
    expect(err).toContain('PORT_IN_USE')
    expect(err).toContain(`127.0.0.1:${base + 4}`)
    expect(err).toContain('--port-base')
    expect(existsSync(folder)).toBe(false)
  })

  test('a folder with other files in it is refused, and stays as it is', async () => {
    const base = await freePortsInRow(portCount)
    writeFileSync(join(home, 'thesis.txt'), 'irreplaceable')
    const { code, err } = await gateway(['sandbox', '--folder', home, '--port-base', String(base)])
    expect([code, err]).toEqual([2, expect.stringContaining('not of a sandbox')])
    expect(readFileSync(join(home, 'thesis.txt'), 'utf8')).toBe('irreplaceable')
  })

  test('a sandbox keeps its ports: others are refused rather than ignored', async () => {
    const base = await freePortsInRow(portCount)
    prepareSandbox(home, madeAt, portsFrom(base))
    const { code, err } = await gateway(['sandbox', '--folder', home, '--port-base', '12'])
    expect([code, err]).toEqual([2, expect.stringContaining(`keeps its ports, from ${base}`)])
  })

  test.each(['x', '0', '65536', '1.5'])('%s is no port base', async (base) => {
    expect((await gateway(['sandbox', '--folder', home, '--port-base', base])).code).toBe(2)
  })
})

const anyPorts = portsFrom(1)

test('what an interrupted first start left behind is made anew', () => {
  const files = sandboxFiles(home)
  prepareSandbox(home, madeAt, anyPorts)
  rmSync(files.manifest)
  rmSync(files.member('310000000').signKey)
  mkdirSync(join(home, 'members', 'half'))
  prepareSandbox(home, madeAt, anyPorts)
  expect(existsSync(files.member('310000000').signKey)).toBe(true)
  expect(existsSync(join(home, 'members', 'half'))).toBe(false)
  expect(existsSync(files.manifest)).toBe(true)
})

test('a process that does not stop when it is asked is killed', async () => {
  const deaf = "process.on('SIGTERM', () => {}); setInterval(() => {}, 1e6); console.log('up')"
  const child = spawn(process.execPath, ['-e', deaf], { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(child, 'exit')
  await once(child.stdout, 'data')
  await stopWithin(10, (signal) => child.kill(signal), ended)
  expect(await ended).toEqual([null, 'SIGKILL'])
})

test('one that ends before it serves ends all of it, with its own words', async () => {
  const base = await freePortsInRow(portCount)
  const files = prepareSandbox(join(home, 'box'), Date.now(), portsFrom(base))
  writeFileSync(files.member('310000000000000').signKey, 'no key')
  const { code, err } = await run([main, 'sandbox', '--folder', files.folder], {}, home)
  expect(code).toBe(1)
  expect(err).toMatch(/KEY_UNUSABLE/)
  expect(err).toContain('上海市公积金管理中心 未能启动，原因见上文 ended before it served (exit code 1)')
  await freeAgain(base)
})

describe('a running sandbox', () => {
  let base: number
  let box: string
  let parent: ChildProcessByStdio<null, Readable, Readable>
  let complaint = ''
  const lines: string[] = []
  const said = new EventEmitter()
  const as = ['--as', '320101000000000']

  beforeAll(async () => {
    base = await freePortsInRow(portCount)
    box = mkdtempSync(join(tmpdir(), 'sandbox-'))
    parent = spawn(process.execPath, [main, 'sandbox', '--port-base', String(base)], {
      cwd: box,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: withoutJest(process.env),
    })
    parent.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()))
    const ready = Promise.withResolvers<void>()
    createInterface(parent.stdout).on('line', (line) => {
      lines.push(line)
      said.emit('line')
      if (line.includes('Ctrl-C')) ready.resolve()
    })
    parent.once('exit', (code) => ready.reject(new Error(`ended with ${code}: ${complaint}`)))
    await ready.promise
  })
  afterAll(() => {
    parent.kill('SIGTERM')
    rmSync(box, { recursive: true, force: true })
  })

  /** The process of one member. */
  function pidOf(code: string): number {
    const all = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' }).split('\n')
    const own = all
      .map((line) => line.trim().split(/\s+/))
      .find(([, above, ...args]) => above === String(parent.pid) && args.some((arg) => arg.includes(code)))
    return Number(own?.[0])
  }

  async function saidOf(name: string): Promise<string> {
    const ended = once(parent, 'exit').then(() => {
      throw new Error(`the sandbox ended: ${complaint}`)
    })
    ended.catch(() => undefined)
    for (;;) {
      const line = lines.find((each) => each.startsWith(`${name} 已结束`))
      if (line !== undefined) return line
      await Promise.race([once(said, 'line'), ended])
    }
  }

  test('answers, and its evidence verifies offline', async () => {
    expect(lines.join('\n')).toContain('住房公积金异地贷款缴存使用证明')

    const asked = ['--to', '310000000000000', '--persona', 'normal', '--save', 'evidence.json']
    const told = await run([main, 'request', ...as, ...asked], {}, box)
    expect(told.code).toBe(0)
    const ticks = told.out.split('\n').filter((line) => line.startsWith('  ✓ '))
    expect(ticks).toHaveLength(9)
    for (const tick of ticks) expect(tick).toMatch(/\p{Script=Han} .*[a-z]/u)
    const notAsked = ['--as', '340100000000000', '--to', '330100000000000', '--persona', 'normal']
    expect(await run([main, 'request', ...notAsked], {}, box)).toMatchObject({
      code: 1,
      out: expect.stringMatching(/  处置 to do: \p{Script=Han}.* [A-Z]/u),
    })
    const [, check = ''] = /离线核验 check it with: (.*)/.exec(told.out) ?? []
    expect(await asTyped(check, box)).toMatchObject({
      code: 0,
      out: expect.stringContaining('✓ 证据成立'),
    })
    expect(await run([main, 'journal', 'verify', ...as], {}, box)).toMatchObject({ code: 0 })
    expect(await run([main, 'config', 'check', ...as], {}, box)).toMatchObject({ code: 0 })

    const all = await run(
      [main, 'request', ...as, '--to', 'all', '--persona', 'loan-unsettled', '--json'],
      {},
      box,
    )
    const { results } = JSON.parse(all.out) as { results: CentreResult[] }
    expect(results.map(({ state }) => state).toSorted()).toEqual([
      ...Array.from({ length: 13 }, () => 'answered'),
      'no-record',
    ])
    expect(results.filter(({ relayedBy }) => relayedBy)).toHaveLength(11)

    const again = await run([main, 'sandbox'], {}, box)
    expect([again.code, again.err]).toEqual([1, expect.stringContaining('PORT_IN_USE')])
  })

  test('whose peer is killed goes on, whatever another does, and says how to start that one again', async () => {
    const ask = () => run([main, 'request', ...as, '--to', '310000000000000', '--persona', 'normal'], {}, box)
    const hangs = pidOf('330100000000000')
    process.kill(hangs, 'SIGSTOP')
    process.kill(pidOf('310000000000000'), 'SIGKILL')
    const told = await saidOf('上海市公积金管理中心').finally(() => process.kill(hangs, 'SIGCONT'))
    expect(told).toContain('has ended (SIGKILL)')
    expect(await ask()).toMatchObject({ code: 1, out: expect.stringContaining('PEER_UNREACHABLE') })

    const [, command = ''] = /start it again: (.*)/.exec(told) ?? []
    const restarted = spawn('sh', ['-c', `exec ${command}`], {
      cwd: box,
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    for await (const line of createInterface(restarted.stdout)) if (line.includes('"event":"serving"')) break
    restarted.stdout.resume()
    expect(await ask()).toMatchObject({ code: 0 })
    const gone = once(restarted, 'exit')
    restarted.kill('SIGTERM')
    await gone
  })

  test('leaves nothing behind, however it ends', async () => {
    // The gateways share the parent's standard error, so it closes when the last of them is gone.
    const allGone = once(parent.stderr, 'close')
    parent.kill('SIGKILL')
    await allGone
    await freeAgain(base)
  })
})

/** Waits: a process closes its ports one by one, after its standard error. */
async function freeAgain(base: number): Promise<void> {
  const addresses = Array.from({ length: portCount }, (_, i) => ({ host: '127.0.0.1', port: base + i }))
  while ((await assertPortsFree(addresses).catch(() => 'taken')) !== undefined);
}
