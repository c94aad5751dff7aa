// Builds the console's pages to dist/console, unless they are built from just these sources already. Another build may run
// at the same time: each works in a folder of its own, which takes the place of the former at the end.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

const root = fileURLToPath(new URL('..', import.meta.url))
const place = join(root, 'dist/console')
const mark = 'built-from'

/** What the pages are made of; the guide is shown in them. */
const sources = [
  'src/console',
  'src/domain',
  'src/contracts/generated',
  'docs',
  'tools/build-console.ts',
  'package-lock.json',
]

const from = digestOf(sources)
if (isBuilt()) process.stdout.write('console: dist/console is up to date\n')
else {
  const started = performance.now()
  // Only where there is something to build: they take longer to load than a look at the sources.
  const [{ build }, { default: config }] = await Promise.all([
    import('vite'),
    import('../src/console/web/vite.config.ts'),
  ])
  const next = join(root, 'dist', `console-${process.pid}`)
  await build({ ...config, build: { ...config.build, outDir: next } })
  for (const file of filesBelow(next))
    if (/\.(?:js|css|html|svg|json)$/.test(file)) compress(join(next, file))
  writeFileSync(join(next, mark), from)
  takePlace(next)
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  process.stdout.write(`console: built to dist/console in ${seconds} s\n`)
}

function digestOf(places: readonly string[]): string {
  const hash = createHash('sha256')
  for (const place of places)
    for (const file of place.includes('.') ? [''] : filesBelow(join(root, place)).sort()) {
      const path = join(root, place, file)
      hash.update(`${path}\0`).update(readFileSync(path)).update('\0')
    }
  return hash.digest('hex')
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
}

function compress(file: string): void {
  const bytes = readFileSync(file)
  writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }))
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length }
  writeFileSync(`${file}.br`, brotliCompressSync(bytes, { params }))
}

/** What stands there was built from just these sources. */
function isBuilt(): boolean {
  try {
    return readFileSync(join(place, mark), 'utf8') === from
  } catch {
    return false
  }
}

/** A folder cannot be renamed onto one that is there: the former one steps aside first. */
function takePlace(next: string): void {
  const former = `${next}-former`
  mkdirSync(join(root, 'dist'), { recursive: true })
  try {
    // Where another build of the same was faster, it stays: somebody may be reading it.
    if (!isBuilt()) {
      if (existsSync(place)) renameSync(place, former)
      renameSync(next, place)
    }
  } catch (error) {
    if (!isBuilt()) throw error
  }
  for (const left of [next, former]) rmSync(left, { recursive: true, force: true })
}
