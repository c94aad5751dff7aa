import type { Rehearsal, RehearsedField } from '../../dialects/engine/rehearse.ts'
import { GatewayError } from '../../errors.ts'
import { factRows } from '../certificate/fact-rows.ts'

/** A rehearsal as the engineer who writes the dialect reads it: each field from what stands there to what became of it. */
export function rehearsalLines({ fields, finding }: Rehearsal): string[] {
  return [
    '字段 fields',
    ...fields.flatMap(fieldLines),
    '',
    ...(finding instanceof GatewayError
      ? [`✗ 无法使用 cannot be used: ${finding.where ?? ''}: ${finding.detail ?? ''}`]
      : findingLines(finding)),
  ]
}

function fieldLines({ fact, sources, by, result }: RehearsedField): string[] {
  const from = sources.map(({ path, raw }) => `${path} = ${raw ?? '(没有 not there)'}`)
  if (result instanceof GatewayError) {
    return [`  ✗ ${fact}`, ...from.map((each) => `      ${each}`), `      ${by}: ${result.detail ?? ''}`]
  }
  const value = result === undefined ? '对方未提供 not given' : JSON.stringify(result.value)
  const notes = [
    ...(result?.lineage.notes ?? []),
    ...(result?.disputed ? ['自相矛盾 contradicts itself'] : []),
  ]
  const noted = notes.length === 0 ? '' : `（${notes.join('; ')}）`
  return [`  ${result === undefined ? '–' : '✓'} ${fact} ← ${from.join(', ') || by} —${by}→ ${value}${noted}`]
}

function findingLines(finding: Exclude<Rehearsal['finding'], GatewayError>): string[] {
  if (finding.outcome !== 'found') return [`结果 outcome: ${finding.outcome}`]
  const { facts, missing, unmapped } = finding.normalised
  return [
    `未映射 not mapped: ${unmapped.join(', ') || '无 none'}`,
    `缺少 not given: ${missing.join(', ') || '无 none'}`,
    '',
    '借款地中心所见 what a lending centre sees',
    ...factRows(facts).map(([label, value]) => `  ${label.padEnd(8, '　')}${value}`),
  ]
}

/** A rehearsal in a few words. */
export function summaryOf({ finding }: Rehearsal): string {
  if (finding instanceof GatewayError) return `${finding.code} ${finding.detail ?? ''}`
  if (finding.outcome !== 'found') return finding.outcome
  const { lineage, unmapped, missing, facts } = finding.normalised
  return [
    `${Object.keys(lineage).length} facts`,
    ...(missing.length > 0 ? [`${missing.length} not given`] : []),
    ...(unmapped.length > 0 ? [`${unmapped.length} not mapped`] : []),
    ...(facts.contradictions ? [`${facts.contradictions.length} contradictions`] : []),
  ].join(', ')
}

/** The same for scripts. */
export function rehearsalJson({ fields, finding }: Rehearsal): object {
  return {
    fields: fields.map(({ fact, sources, by, result }) => ({
      fact,
      sources,
      by,
      ...(result instanceof GatewayError ? { fault: result.detail } : { value: result?.value }),
    })),
    ...(finding instanceof GatewayError
      ? { fault: { code: finding.code, where: finding.where, detail: finding.detail } }
      : finding),
  }
}
