import type { OfficeJob, OfficeJobs } from '../../contracts/generated/types.ts'
import { partLine, partStates, resultLines } from './result-lines.ts'

const states = { running: '进行中 running', waiting: '等待恢复 waiting', ended: '已结束 ended' }

/** A job as people read it: what came of each centre, then how it stands, and the command that looks again. */
export function jobLines(
  { id, state, centres, waitUntil, cancelledAt }: OfficeJob,
  lookAgain: string,
): string[] {
  const results = centres.flatMap(({ result, state: at }) =>
    result && (at === 'answered' || at === 'no-record' || at === 'refused')
      ? [...resultLines(result), '']
      : [],
  )
  const until = state === 'waiting' && waitUntil !== undefined ? `，至 until ${waitUntil}` : ''
  return [
    ...results,
    `任务 job ${id}　${cancelledAt === undefined ? states[state] : '已取消 cancelled'}${until}`,
    ...centres.map((part) => `  ${partLine(part)}`),
    ...(state === 'ended' ? [] : [`  查看 look again: ${lookAgain}`]),
  ]
}

/** One job in one line. */
export function summaryLine({ id, state, createdAt, centres }: OfficeJobs['jobs'][number]): string {
  const counted = Map.groupBy(centres, (centre) => centre.state as keyof typeof partStates)
  const told = [...counted].map(([each, list]) => `${list.length} ${partStates[each]}`).join('，')
  return `${id}　${createdAt}　${states[state]}　${told}`
}
