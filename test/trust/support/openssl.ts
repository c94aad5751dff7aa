import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@jest/globals'

/** `test` where the machine has OpenSSL 3, else skipped: it is compared with, never needed. */
export const testWithOpenssl = spawnSync('openssl', ['version']).stdout?.toString().startsWith('OpenSSL 3')
  ? test
  : test.skip

interface Run {
  readonly ok: boolean
  /** Standard output, then standard error. */
  readonly output: string
}

type Files = Readonly<Record<string, string | Uint8Array>>

function inFolder<Result>(files: Files, act: (directory: string) => Result): Result {
  const directory = mkdtempSync(join(tmpdir(), 'trust-'))
  try {
    for (const [name, content] of Object.entries(files)) writeFileSync(join(directory, name), content)
    return act(directory)
  } finally {
    rmSync(directory, { recursive: true })
  }
}

function run(directory: string, args: readonly string[]): Run {
  const { status, stdout, stderr } = spawnSync('openssl', args, { cwd: directory })
  return { ok: status === 0, output: `${stdout.toString()}${stderr.toString()}` }
}

/** Runs openssl in a folder that holds the given files. */
export function openssl(args: readonly string[], files: Files): Run {
  return inFolder(files, (directory) => run(directory, args))
}

/** A .p12 file as OpenSSL makes it, under the passphrase "secret". */
export function opensslP12(options: readonly string[], key: string, certificates: string): Uint8Array {
  return inFolder({ 'key.pem': key, 'chain.pem': certificates }, (directory) => {
    const files = ['-inkey', 'key.pem', '-in', 'chain.pem', '-out', 'out.p12', '-passout', 'pass:secret']
    run(directory, ['pkcs12', '-export', ...options, ...files])
    return readFileSync(join(directory, 'out.p12'))
  })
}
