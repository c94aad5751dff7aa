import { basename, join, relative } from 'node:path'

/** How a process was started. */
export interface Started {
  /** First word of its command, as it was typed. */
  command: string
  /** Absolute path of what Node runs, and of the folder that it was started in. */
  script: string
  folder: string
  /** Where the program's own package is. */
  home: string
  environment: Readonly<Record<string, string | undefined>>
}

/** The words that start this program again in the same terminal, ready to be typed. */
export function calledAs({ command, script, folder, home, environment }: Started): string {
  const byOurNpm = environment['npm_package_json'] === join(home, 'package.json')
  const npmScript = environment['npm_lifecycle_event'] ?? ''
  if (byOurNpm && ['start', 'gateway'].includes(npmScript)) return 'npm run -s gateway --'
  // Linked into the path, as npm does with `bin`.
  if (basename(script) === 'gateway') return 'gateway'
  return [command, relative(folder, script)].map(typed).join(' ')
}

/** A command of this program that runs as it stands. */
export function commandLine({ program }: { program: string }, ...words: readonly string[]): string {
  return [program, ...words.map(typed)].join(' ')
}

/** One word as a shell takes it. */
function typed(word: string): string {
  return /^[\p{L}\p{N}_@%+=:,./-]+$/u.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`
}
