import { readdirSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { Command } from 'commander'
import { dialectFolder, loadDialect } from '../../config/dialect-folder.ts'
import { createContracts } from '../../contracts/contracts.ts'
import type { Dialect } from '../../dialects/engine/dialect.ts'
import { type Rehearsal, rehearse } from '../../dialects/engine/rehearse.ts'
import { readSample } from '../../dialects/engine/sample.ts'
import { GatewayError } from '../../errors.ts'
import { finish, type Outcome } from '../command.ts'
import { readBytes } from '../files.ts'
import { rehearsalJson, rehearsalLines, summaryOf } from './rehearsal-lines.ts'
import type { Shell } from '../shell.ts'

interface Options {
  sample?: string
}

/** Ends of names of samples as text; whatever else lies in `fixtures/` is left alone. */
const textual = /\.(json|xml|txt)$/

/** `gateway dialect check`: a definition by its rules, and what samples become by it. */
export function checkDialectCommand(shell: Shell, setExit: (code: number) => void): Command {
  const command = new Command('check')
    .description('what a dialect makes of sample replies, field by field 检查')
    .argument('<folder>', 'folder with dialect.yaml, or the name of one that comes with the gateway')
    .option('--sample <file>', 'a reply as text, already decrypted; without it those in fixtures/')
    .addHelpText('after', '\nWhat is printed of a sample holds whatever personal data the sample holds.')
  return finish<Options>(command, shell, setExit, ({ sample }, [name = '']) => {
    const folder = dialectFolder(name, resolve('.'))
    const dialect = loadDialect(folder, createContracts())
    const { definition, version } = dialect
    const samples = sample === undefined ? fixturesOf(folder) : [sample]
    const rehearsals = samples.map((file) => [file, rehearsalOf(file, dialect, shell.clock())] as const)
    const [only] = rehearsals
    const shown = rehearsals.length === 1 || sample !== undefined ? only : mostTelling(rehearsals)
    return {
      lines: [
        `✓ ${definition.dialect}　${definition.title.zh}　version ${version.slice(0, 16)}`,
        ...rehearsals.map(([file, rehearsal]) => `  ${file}: ${summaryOf(rehearsal)}`),
        ...(shown ? ['', shown[0], ...rehearsalLines(shown[1])] : []),
      ],
      json: {
        dialect: definition.dialect,
        version,
        samples: rehearsals.map(([file, rehearsal]) => ({ file, ...rehearsalJson(rehearsal) })),
      },
      ok: sample === undefined || !(only?.[1].finding instanceof GatewayError),
    } satisfies Outcome
  })
}

/** Without a sample of one's own: the one that gives most. */
function mostTelling(
  rehearsals: readonly (readonly [string, Rehearsal])[],
): readonly [string, Rehearsal] | undefined {
  return rehearsals.toSorted(([, a], [, b]) => given(b) - given(a))[0]
}

function given({ fields }: Rehearsal): number {
  return fields.filter(({ result }) => result !== undefined && !(result instanceof GatewayError)).length
}

function rehearsalOf(file: string, dialect: Dialect, at: number): Rehearsal {
  const bytes = readBytes(file)
  try {
    return rehearse(readSample(bytes, dialect.definition), dialect, at)
  } catch (thrown) {
    if (thrown instanceof GatewayError) return { fields: [], finding: thrown }
    throw thrown
  }
}

function fixturesOf(folder: string): string[] {
  try {
    const names = readdirSync(join(folder, 'fixtures')).filter((name) => textual.test(name))
    return names.sort().map((name) => relative('.', join(folder, 'fixtures', name)))
  } catch {
    return []
  }
}
