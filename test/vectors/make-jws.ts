import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { JwsCase } from './jws-case.ts'
import { keyCases } from './support/jws-keys.ts'
import { threats } from './support/jws-threats.ts'

/** Writes the attacks on tokens as files that any other implementation can run: `node test/vectors/make-jws.ts`, then prettier. */
const directory = join(import.meta.dirname, 'jws')
await mkdir(directory, { recursive: true })
const byNumber = Map.groupBy(threats(), ({ id }) => id.split(' ', 1)[0]?.slice(1).padStart(2, '0') ?? '')
for (const [number, cases] of byNumber) await write(`t${number}`, cases)
await write('keys', keyCases())

async function write(name: string, cases: readonly JwsCase[]): Promise<void> {
  await writeFile(join(directory, `${name}.json`), `${JSON.stringify({ cases }, null, 2)}\n`)
}
