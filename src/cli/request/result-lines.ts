import type { CentreResult, JobCentre } from '../../contracts/generated/types.ts'
import { legibleText } from '../../domain/legible.ts'
import { certificateLines } from '../certificate/lines.ts'

const states = {
  answered: '已返回',
  'no-record': '无缴存记录',
  refused: '对方拒绝',
  'not-asked': '未能查询，不代表没有缴存记录',
}

/** Where a job stands at one centre. */
export const partStates = {
  ...states,
  queued: '排队中',
  asking: '查询中',
  waiting: '等待恢复',
  cancelled: '已取消',
}

/** One centre of a job in one line. */
export function partLine({ centre, state, attempts, nextAttemptAt, result }: JobCentre): string {
  const why = result?.problem ? `  ${result.problem.code}` : ''
  const next = nextAttemptAt === undefined ? '' : `，下次尝试不早于 not before ${nextAttemptAt}`
  const took = result && state !== 'waiting' ? `  ${result.elapsedMs} ms` : ''
  return `${result?.name ?? centre}　${partStates[state]}${took}${why}${attempts > 1 ? `（第 ${attempts} 次）` : ''}${next}`
}

/** One centre's result as people read it: who signed, what was verified, what came of it. */
export function resultLines(result: CentreResult): string[] {
  const lines = [`${result.name ?? result.centre}　${states[result.state]}（${result.elapsedMs} ms）`]
  if (result.relayedBy) {
    lines.push(`  转发方 relayed by: ${result.relayedBy.name} ${result.relayedBy.code}`)
  }
  if (result.signer) lines.push(`  签名 signed by: ${result.signer.subject}`)
  for (const check of result.verified ?? []) lines.push(`  ✓ ${check}`)
  if (result.problem) {
    const { code, title, hint, where, detail } = result.problem
    lines.push(`  ${code}  ${title.zh} ${title.en}`)
    if (where !== undefined) lines.push(`  位置 at: ${where}`)
    if (detail !== undefined) lines.push(`  详情 what: ${detail}`)
    lines.push(`  处置 to do: ${hint.zh} ${hint.en}`)
  }
  if (result.certificate) lines.push('', ...certificateLines(result.certificate))
  else if (result.answer) lines.push(`  ${JSON.stringify(result.answer)}`)
  if (result.exchangeId !== undefined) lines.push('', `  交换编号 exchange id: ${result.exchangeId}`)
  // What a peer says stays in the line that says that it is a peer's
  return lines.map(legibleText)
}

/** Of several centres one line each, below their results. */
export function overview(results: readonly CentreResult[]): string[] {
  if (results.length < 3) return []
  const lines = results.map(({ centre, name, relayedBy, state, problem, elapsedMs }) => {
    const why = problem ? `  ${problem.code}` : ''
    const by = relayedBy ? `（经 ${relayedBy.name}）` : ''
    return `  ${name ?? centre}${by}　${states[state]}  ${elapsedMs} ms${why}`
  })
  return ['汇总 overview', ...lines, '']
}
