#!/usr/bin/env node
import { spawn } from 'node:child_process'
import { enableCompileCache } from 'node:module'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import closeWithGrace from 'close-with-grace'
import { calledAs } from './cli/called-as.ts'
import type { Child, Shell } from './cli/shell.ts'
import { stopWithin } from './cli/stop-within.ts'
import { terminalText } from './cli/terminal-text.ts'
import { systemClock } from './clock.ts'
import { readEnvironment } from './config/env.ts'
import { growHeapFreely } from './heap.ts'

growHeapFreely()
// What is compiled once is not compiled again: it halves the time to start. Beside the packages, whose owner alone may write
// there; anywhere else somebody could put in code of their own. Where nobody may write, as in the image, nothing is kept.
enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/gateway', import.meta.url)))

const shell: Shell = {
  program: calledAs({
    command: process.argv0,
    script: process.argv[1] ?? fileURLToPath(import.meta.url),
    folder: process.cwd(),
    home: fileURLToPath(new URL('..', import.meta.url)),
    environment: process.env,
  }),
  environment: readEnvironment(process.env),
  clock: systemClock,
  out: (line) => void process.stdout.write(`${terminalText(line)}\n`),
  err: (line) => void process.stderr.write(`${terminalText(line)}\n`),
  readInput: () => text(process.stdin),
  stopAsked,
  onReload,
  spawn: again,
}

/** The process ends when the command has finished what it had in hand, at the latest 10 s after it was asked. */
function stopAsked(): Promise<void> {
  const { promise: asked, resolve: ask } = Promise.withResolvers<void>()
  const { promise: finished, resolve: finish } = Promise.withResolvers<void>()
  const grace = closeWithGrace(
    { delay: 10_000, logger: false, skip: reloads ? ['SIGHUP'] : [] },
    async () => {
      ask()
      await finished
      // It would end with 0 whatever came of the command.
      process.exit()
    },
  )
  whenDone = () => {
    finish()
    grace.uninstall()
  }
  return asked
}

let whenDone: (() => void) | undefined
let reloads = false

function onReload(listener: () => void): void {
  reloads = true
  process.on('SIGHUP', listener)
}

function again(args: readonly string[]): Child {
  const child = spawn(process.execPath, [fileURLToPath(import.meta.url), ...args], {
    // Nothing is ever written to its input: it ends when this process does, however that happens.
    stdio: ['pipe', 'pipe', 'inherit'],
    // Its own group: a Ctrl-C reaches only the parent, which stops its children in order.
    detached: true,
  })
  const ended = new Promise<string>((resolve) => {
    child.on('exit', (code, signal) => resolve(signal ?? `exit code ${code}`))
  })
  const lines = createInterface(child.stdout)
  process.on('exit', () => child.kill('SIGKILL'))
  return {
    onLine: (listener) => void lines.on('line', listener),
    stop: () => stopWithin(10_000, (signal) => child.kill(signal), ended),
    ended,
  }
}

// Whoever reads our output may leave early, as `| head` does; that is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit(0)
})
// Only now, since what is imported above is compiled before anything runs.
const { runProgram } = await import('./cli/program.ts')
process.exitCode = await runProgram(process.argv.slice(2), shell)
whenDone?.()
