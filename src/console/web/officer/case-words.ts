import { accountStatusText, notGivenText } from '../../../domain/fact-texts.ts'
import type { CentreState, ShownCaseCentre } from '../../shown/cases.ts'

/** How a state is told, in the very words of the counter (经办台). */
export const centreStates: Record<CentreState, { word: string; icon: StateIcon }> = {
  queued: { word: '排队中', icon: 'clock' },
  asking: { word: '查询中', icon: 'going' },
  answered: { word: '已返回', icon: 'done' },
  'no-record': { word: '无缴存记录', icon: 'none' },
  refused: { word: '对方未出具', icon: 'refused' },
  'not-asked': { word: '未能查询', icon: 'failed' },
  waiting: { word: '等待恢复', icon: 'waiting' },
  cancelled: { word: '已取消', icon: 'stopped' },
}

export type StateIcon = 'clock' | 'going' | 'done' | 'none' | 'refused' | 'failed' | 'waiting' | 'stopped'

/** After which a centre is said to be slow, in seconds. */
const slowSeconds = 5

/** How long a try lasts so far, in whole seconds, or lasted, to a tenth. `now` in epoch milliseconds. */
export function secondsOf({ since, elapsedMs, state }: ShownCaseCentre, now: number): number | undefined {
  if (elapsedMs !== undefined) return Math.max(0.1, Math.round(elapsedMs / 100) / 10)
  if (since === undefined || (state !== 'asking' && state !== 'queued')) return undefined
  return Math.max(0, Math.floor((now - Date.parse(since)) / 1000))
}

/** 「杭州响应较慢，已等待 8 秒。其他城市结果可先使用」 */
export function slowText(centre: ShownCaseCentre, now: number): string | undefined {
  if (centre.state !== 'asking') return undefined
  const seconds = secondsOf(centre, now) ?? 0
  if (seconds <= slowSeconds) return undefined
  return `${cityOf(centre.name)}响应较慢，已等待 ${seconds} 秒。其他城市结果可先使用`
}

/** What nobody may read as "no record". */
export const notAskedText = '未能查询，不代表没有缴存记录'

/** What has to be looked at before "no record" is told to anybody: a typing error looks the same. */
export const noRecordText = '按姓名与证件号码同时相符查无记录，请核对两者'

const consentParts: Readonly<Record<string, string>> = {
  '/body/person': '人员',
  '/purpose': '用途',
  '/basis/applicationNumber': '业务编号',
  '/basis/expires': '期限',
  '/fields': '字段',
}

/** What of a consent (授权) is not as at its first use, where it was refused for that. */
export function differenceText({
  code,
  where = '',
}: Pick<NonNullable<ShownCaseCentre['problem']>, 'code' | 'where'>): string | undefined {
  const part = code === 'BASIS_MISMATCHED' ? consentParts[where] : undefined
  return part && `与首次使用时不符的是：${part}`
}

/** 「3 个城市已返回，1 个等待恢复」: what is there first, what is still going on last. */
export function summaryText(centres: readonly Pick<ShownCaseCentre, 'state'>[]): string {
  const count = (...states: CentreState[]) => centres.filter(({ state }) => states.includes(state)).length
  const parts: [number, string][] = [
    [count('answered'), '已返回'],
    [count('no-record'), '无缴存记录'],
    [count('refused'), '对方未出具'],
    [count('not-asked'), '未能查询'],
    [count('waiting'), '等待恢复'],
    [count('cancelled'), '已取消'],
    [count('queued', 'asking'), '查询中'],
  ]
  const [first, ...rest] = parts.filter(([number]) => number > 0)
  if (!first) return ''
  return [`${first[0]} 个城市${first[1]}`, ...rest.map(([number, text]) => `${number} 个${text}`)].join('，')
}

/** What changed from one look to the next, to be said aloud without moving the focus. */
export function changeTexts(before: readonly ShownCaseCentre[], after: readonly ShownCaseCentre[]): string[] {
  const former = new Map(before.map(({ code, state }) => [code, state]))
  return after.flatMap(({ code, name, state }) => {
    const was = former.get(code)
    if (was === undefined || was === state || isGoing(state)) return []
    const told = state === 'not-asked' ? notAskedText : centreStates[state].word
    return [`${cityOf(name)}${told}`]
  })
}

/** What stands to be heard after that: nothing once a city is asked anew, or the same outcome twice would be heard once. */
export function saidAfter(
  said: string,
  before: readonly ShownCaseCentre[],
  after: readonly ShownCaseCentre[],
): string {
  const texts = changeTexts(before, after)
  if (texts.length > 0) return `${texts.join('。')}。`
  const former = new Map(before.map(({ code, state }) => [code, state]))
  const isAnew = after.some(({ code, state }) => isGoing(state) && !isGoing(former.get(code) ?? state))
  return isAnew ? '' : said
}

function isGoing(state: CentreState): boolean {
  return state === 'queued' || state === 'asking'
}

/** The facts that matter most, each to be read in one piece: 「证明编号 …，」「账户正常，」「连续缴存 24 个月，」「有效期至 2027-01-29」 */
export function certificateTexts({
  number,
  monthCount,
  validUntil,
  contradicts,
  ...account
}: NonNullable<ShownCaseCentre['certificate']>): string[] {
  const status = accountStatusText(account)
  const months = monthCount === undefined ? `月数${notGivenText}` : ` ${monthCount} 个月`
  return [
    ...(contradicts ? ['※ 数据自相矛盾，'] : []),
    `证明编号 ${number}，`,
    `账户${status ?? `状态${notGivenText}`}，`,
    `连续缴存${months}，`,
    `有效期至 ${validUntil.slice(0, 10)}`,
  ]
}

/** 苏州 of 苏州市住房公积金管理中心; a name of another form stays whole. */
export function cityOf(name: string): string {
  return /^(.+?)市?(?:(?:住房)?公积金|住房资金)?(?:管理)?中心$/.exec(name)?.[1] ?? name
}
