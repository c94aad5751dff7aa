import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describeTally, tally, type Outcome } from './outcome.ts'
import { runX509 } from './x509.ts'

/** Runners by the first argument; each takes one parsed JSON file. */
const suites: Readonly<Record<string, (file: unknown) => Outcome[]>> = { x509: runX509 }

const [suite = '', directory = ''] = process.argv.slice(2)
const run = suites[suite]
if (!run || directory === '') {
  process.stderr.write(`usage: node test/vectors/main.ts ${Object.keys(suites).join('|')} DIR\n`)
  process.exitCode = 2
} else {
  const names = (await readdir(directory, { recursive: true })).filter((name) => name.endsWith('.json'))
  const outcomes: Outcome[] = []
  for (const name of names.toSorted()) {
    const own = run(JSON.parse(await readFile(join(directory, name), 'utf8')))
    outcomes.push(...own)
    process.stdout.write(`${describeTally(name, tally(own))}\n`)
  }
  const total = tally(outcomes)
  process.stdout.write(
    `total: ${total.right.length} right, ${total.wronglyAccepted.length} wrongly accepted, ${total.wronglyRefused.length} wrongly refused\n`,
  )
  process.exitCode = total.right.length === outcomes.length ? 0 : 1
}
