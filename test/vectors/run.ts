import { readdir, readFile, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { jwsCases, runJws } from './jws.ts'
import { byPolicy, describeTally, figures, type Outcome, tally } from './outcome.ts'
import { isX509, runX509 } from './x509.ts'

export type Kind = 'x509' | 'jws'

interface Suite {
  recognises(file: unknown): boolean
  run(file: unknown): Outcome[]
}

/** What can be run: certificate paths (our cases, limbo.json) and JWS (our cases, Wycheproof, the JOSE cookbook). */
export const suites: Readonly<Record<Kind, Suite>> = {
  x509: { recognises: isX509, run: runX509 },
  jws: { recognises: (file) => jwsCases(file) !== undefined, run: runJws },
}

/** What became of the cases of one file; without a kind, it holds none that we know. */
export interface FileReport {
  readonly name: string
  readonly kind: Kind | undefined
  readonly outcomes: readonly Outcome[]
}

/** Runs a file, or every JSON file below a folder. The kind is recognised by the content; with one given, only that is run. */
export async function runPath(path: string, kind?: Kind): Promise<FileReport[]> {
  const reports: FileReport[] = []
  for (const [name, file] of await jsonFiles(path)) reports.push(await runFile(name, file, kind))
  return reports
}

async function jsonFiles(path: string): Promise<[name: string, file: string][]> {
  if (!(await stat(path)).isDirectory()) return [[basename(path), path]]
  const names = (await readdir(path, { recursive: true })).filter((name) => name.endsWith('.json'))
  return names.toSorted().map((name) => [name, join(path, name)])
}

async function runFile(name: string, file: string, given: Kind | undefined): Promise<FileReport> {
  const content = parsed(await readFile(file, 'utf8'))
  const kinds: readonly Kind[] = given === undefined ? ['x509', 'jws'] : [given]
  const kind = kinds.find((kind) => suites[kind].recognises(content))
  return { name, kind, outcomes: kind === undefined ? [] : suites[kind].run(content) }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** For people: a line for each file, what is wrong in it, and the total. */
export function describeReports(reports: readonly FileReport[]): string {
  const lines = reports.map(({ name, kind, outcomes }) =>
    kind === undefined ? `${name}: left out, no cases of a known form` : describeTally(name, tally(outcomes)),
  )
  return `${[...lines, `total: ${figures(totalOf(reports))}`].join('\n')}\n`
}

/** For programs: the same figures, and every case that is not right. */
export function reportsAsJson(reports: readonly FileReport[]): string {
  const files = reports.map(({ name, kind, outcomes }) => ({ name, kind, ...summary(outcomes) }))
  return `${JSON.stringify({ files, total: summary(reports.flatMap(({ outcomes }) => outcomes)) }, null, 2)}\n`
}

export function totalOf(reports: readonly FileReport[]): ReturnType<typeof tally> {
  return tally(reports.flatMap(({ outcomes }) => outcomes))
}

function summary(outcomes: readonly Outcome[]): Record<string, unknown> {
  const { right, wronglyAccepted, wronglyRefused, refusedByPolicy, otherReason } = tally(outcomes)
  return {
    cases: outcomes.length,
    right: right.length,
    wronglyAccepted: wronglyAccepted.map(named),
    wronglyRefused: wronglyRefused.map(named),
    otherReason: otherReason.map(named),
    refusedByPolicy: Object.fromEntries(byPolicy(refusedByPolicy)),
  }
}

function named({ id, reason, expectedReason }: Outcome): Partial<Outcome> {
  return {
    id,
    ...(reason !== undefined && { reason }),
    ...(expectedReason !== undefined && { expectedReason }),
  }
}
