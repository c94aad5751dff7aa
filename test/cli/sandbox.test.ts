import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import type { CentreResult } from '../../src/contracts/generated/types.ts'
import { assertPortsFree } from '../../src/cli/sandbox/ports-free.ts'
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

describe('a running sandbox', () => {
  const running: { kill(): void }[] = []
  afterAll(() => {
    for (const { kill } of running) kill()
  })

  test('answers, its evidence verifies offline, and nothing of it outlives it, however it ends', async () => {
    const base = await freePortsInRow(portCount)
    const parent = spawn(process.execPath, [main, 'sandbox', '--port-base', String(base)], {
      cwd: home,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: withoutJest(process.env),
    })
    running.push({ kill: () => parent.kill('SIGTERM') })
    const lines: string[] = []
    let complaint = ''
    parent.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()))
    const ready = Promise.withResolvers<void>()
    createInterface(parent.stdout).on('line', (line) => {
      lines.push(line)
      if (line.includes('Ctrl-C')) ready.resolve()
    })
    parent.once('exit', (code) => ready.reject(new Error(`ended with ${code}: ${complaint}`)))
    await ready.promise
    expect(lines.join('\n')).toContain('住房公积金异地贷款缴存使用证明')

    const as = ['--as', '320101000000000']
    const asked = ['--to', '310000000000000', '--persona', 'normal', '--save', 'evidence.json']
    const told = await run([main, 'request', ...as, ...asked], {}, home)
    expect(told.code).toBe(0)
    const ticks = told.out.split('\n').filter((line) => line.startsWith('  ✓ '))
    expect(ticks).toHaveLength(9)
    for (const tick of ticks) expect(tick).toMatch(/\p{Script=Han} .*[a-z]/u)
    const notAsked = ['--as', '340100000000000', '--to', '330100000000000', '--persona', 'normal']
    expect(await run([main, 'request', ...notAsked], {}, home)).toMatchObject({
      code: 1,
      out: expect.stringMatching(/  处置 to do: \p{Script=Han}.* [A-Z]/u),
    })
    const [, check = ''] = /离线核验 check it with: (.*)/.exec(told.out) ?? []
    expect(await asTyped(check, home)).toMatchObject({
      code: 0,
      out: expect.stringContaining('✓ 证据成立'),
    })
    expect(await run([main, 'journal', 'verify', ...as], {}, home)).toMatchObject({ code: 0 })
    expect(await run([main, 'config', 'check', ...as], {}, home)).toMatchObject({ code: 0 })

    const all = await run(
      [main, 'request', ...as, '--to', 'all', '--persona', 'loan-unsettled', '--json'],
      {},
      home,
    )
    const { results } = JSON.parse(all.out) as { results: CentreResult[] }
    expect(results.map(({ state }) => state).toSorted()).toEqual([
      ...Array.from({ length: 13 }, () => 'answered'),
      'no-record',
    ])
    expect(results.filter(({ relayedBy }) => relayedBy)).toHaveLength(11)

    const again = await run([main, 'sandbox'], {}, home)
    expect([again.code, again.err]).toEqual([1, expect.stringContaining('PORT_IN_USE')])

    // The gateways share the parent's standard error, so it closes when the last of them is gone.
    const allGone = once(parent.stderr, 'close')
    parent.kill('SIGKILL')
    await allGone
    expect(await freeAgain(base)).toBe(true)
  }, 120_000)
})

async function freeAgain(base: number): Promise<boolean> {
  const addresses = Array.from({ length: portCount }, (_, i) => ({ host: '127.0.0.1', port: base + i }))
  return (await assertPortsFree(addresses).catch(() => 'taken')) === undefined
}
