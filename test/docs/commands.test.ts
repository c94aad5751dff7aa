import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { portCount } from '../../src/sandbox/ports.ts'
import { freePortsInRow } from '../support/ports.ts'
import { type Block, blocksOf, fileText, root } from './markdown.ts'

// Runs what the documents tell to type, in their order, against a sandbox in a folder of its own.
// The info string after `sh` says what kind of block it is: nothing runs and must succeed, `exit=1` must fail so,
// `start` is the sandbox's own start, `background` goes on running, `by-ci` is what runs this test itself.
// A `text` block behind one shows what it prints: figures may differ, and `…` stands for lines left out.

const documents = ['README.md', 'certs/README.md', 'docs/tour.md', 'docs/operations.md', 'docs/trust.md']
const typedByCi = 'npm ci && npm test'
const typedToStart = 'npm ci && npm start'

const patient = 60_000
const main = join(root, 'src/main.ts')
const vectors = join(root, 'test/vectors/main.ts')
const folder = mkdtempSync(join(tmpdir(), 'docs-'))
const running: Running[] = []
let portBase = 0

interface Running {
  child: ChildProcess
  output: () => string
  stop(): Promise<void>
}

beforeAll(async () => {
  for (const name of ['docs', 'src', 'test', 'node_modules', 'schemas'])
    symlinkSync(join(root, name), join(folder, name))
  portBase = await freePortsInRow(portCount)
  await startSandbox()
}, patient)

afterAll(async () => {
  await stopAll()
  rmSync(folder, { recursive: true, force: true })
}, patient)

for (const document of documents) {
  describe(document, () => {
    const blocks = blocksOf(fileText(document))
    afterAll(async () => {
      if (!isSandbox(running[0])) await stopAll()
    }, patient)
    for (const [index, block] of blocks.entries()) {
      if (block.language !== 'sh') continue
      const runs = toolsOf(block).every(isInstalled) ? test : test.skip
      runs(
        `line ${block.line}: ${block.text.split('\n')[0]}`,
        () => runBlock(block, shownBy(blocks[index + 1])),
        patient,
      )
    }
  })
}

test('every block of a document that types something is of a known kind', () => {
  const infos = documents.flatMap((document) =>
    blocksOf(fileText(document)).filter(({ language }) => language === 'sh'),
  )
  for (const { info } of infos) expect(['', 'exit=1', 'start', 'background', 'by-ci']).toContain(info)
})

async function runBlock(block: Block, shown: string[]): Promise<void> {
  switch (block.info) {
    case 'by-ci':
      expect(block.text.trim()).toBe(typedByCi)
      return
    case 'start':
      expect(block.text.trim()).toBe(typedToStart)
      expectShown(shown, running[0]?.output() ?? '')
      return
    case 'background':
      // The sandbox holds the ports that a gateway started by hand needs.
      if (isSandbox(running[0])) await stopAll()
      running.push(await started(...inShell(block.text), '"event":"serving"'))
      return
    default: {
      const { code, output } = await finished(block.text)
      const expected = block.info === 'exit=1' ? 1 : 0
      expect([code, code === expected ? '' : output]).toEqual([expected, ''])
      expectShown(shown, output)
    }
  }
}

/** The lines of the block behind, where it shows what is printed. */
function shownBy(block: Block | undefined): string[] {
  if (block?.language !== 'text' || block.info !== '') return []
  return block.text.split('\n').filter((line) => line !== '' && line !== '…')
}

/** Each shown line is printed, in this order, but for figures. */
function expectShown(shown: readonly string[], output: string): void {
  const printed = output.split('\n').map(withoutFigures)
  let from = 0
  for (const line of shown) {
    const at = printed.indexOf(withoutFigures(line), from)
    expect([line, at < 0 ? printed.slice(from) : 'printed']).toEqual([line, 'printed'])
    from = at + 1
  }
}

function withoutFigures(line: string): string {
  return line
    .replace(/[0-9]{20}[0-9A-Z]/g, '#')
    .replace(/[0-9]+/g, '#')
    .trimEnd()
}

/** The documents' ports, moved to those of this sandbox; `npm run` reaches this folder's sandbox instead of the project's. */
function inShell(text: string): [string, string[]] {
  const moved = text.replace(/\b194[45][0-9]\b/g, (port) => String(Number(port) - 19_440 + portBase))
  const npm = `npm() { case "$1 $2 $3 $4" in "run -s gateway --") shift 4; '${process.execPath}' '${main}' "$@";; "run vectors -- "*) shift 3; '${process.execPath}' '${vectors}' "$@";; *) return 9;; esac; }`
  return ['bash', ['-c', `set -eo pipefail\n${npm}\n${moved}`]]
}

async function finished(text: string): Promise<{ code: number | null; output: string }> {
  const { child, output } = launched(...inShell(text))
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, output: output() }
}

async function startSandbox(): Promise<void> {
  const args = [main, 'sandbox', '--port-base', String(portBase)]
  running.push(await started(process.execPath, args, 'Ctrl-C'))
}

function isSandbox(one: Running | undefined): boolean {
  return one?.child.spawnargs.includes('sandbox') ?? false
}

async function stopAll(): Promise<void> {
  await Promise.all(running.splice(0).map((one) => one.stop()))
}

/** Starts a program and waits until it has printed `sign`. */
async function started(command: string, args: string[], sign: string): Promise<Running> {
  const program = launched(command, args)
  const { child, output } = program
  await new Promise<void>((resolve, reject) => {
    child.stdout?.on('data', () => output().includes(sign) && resolve())
    child.once('close', (code) => reject(new Error(`ended with ${code}: ${output()}`)))
  })
  return program
}

function launched(command: string, args: string[]): Running {
  // A group of its own, so that what a shell started ends with it.
  const child = spawn(command, args, {
    cwd: folder,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: withoutJest(),
  })
  let text = ''
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()))
  const ended = once(child, 'close')
  return {
    child,
    output: () => text,
    async stop() {
      if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGTERM')
      await ended
    },
  }
}

/** jest's own switches are nothing for a gateway. */
function withoutJest(): NodeJS.ProcessEnv {
  const { NODE_OPTIONS: _, NODE_ENV: __, ...rest } = process.env
  return rest
}

function toolsOf({ text }: Block): string[] {
  const tools = ['bash', 'curl', 'openssl'].filter((tool) => new RegExp(`\\b${tool}\\b`).test(text))
  return text.includes('first-request.sh') ? ['bash', 'curl', 'openssl'] : ['bash', ...tools]
}

function isInstalled(tool: string): boolean {
  return (process.env['PATH'] ?? '').split(':').some((path) => existsSync(join(path, tool)))
}
