import { readdirSync, readFileSync } from 'node:fs'
import { extname, join, relative, sep } from 'node:path'
import { GatewayError } from '../../errors.ts'

/** One file as the build wrote it, with what was compressed then. */
export interface BuiltFile {
  type: string
  bytes: Buffer
  br: Buffer | undefined
  gzip: Buffer | undefined
}

/** The built pages, by their names below the folder, such as assets/index-U0aaxdN8.js. */
export interface BuiltFiles {
  /** Fails with CONSOLE_NOT_BUILT where nothing is built. */
  find(name: string): BuiltFile | undefined
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
}

/** Reads `folder` once, when something is first asked for: whatever a request names, no path is made of it. */
export function createBuiltFiles(folder: string): BuiltFiles {
  let files: ReadonlyMap<string, BuiltFile> | undefined
  return {
    find(name) {
      files ??= filesIn(folder)
      return files.get(name)
    },
  }
}

function filesIn(folder: string): ReadonlyMap<string, BuiltFile> {
  const all = new Map(namesIn(folder).map((name) => [name, readFileSync(join(folder, name))]))
  if (!all.has('index.html')) throw new GatewayError('CONSOLE_NOT_BUILT')
  const shown = [...all].flatMap(([name, bytes]): [string, BuiltFile][] => {
    const type = types[extname(name)]
    const inOurForm = name.split(sep).join('/')
    return type === undefined
      ? []
      : [[inOurForm, { type, bytes, br: all.get(`${name}.br`), gzip: all.get(`${name}.gz`) }]]
  })
  return new Map(shown)
}

/** Nothing below folders with a dot: they are the build's own. */
function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
      .filter((name) => !name.startsWith('.'))
  } catch (cause) {
    throw new GatewayError('CONSOLE_NOT_BUILT', { cause })
  }
}
