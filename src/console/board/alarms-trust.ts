import { chinaDate } from '../../clock.ts'
import { headingOf } from '../../expiry/advice.ts'
import type { ExpiryWarning } from '../../expiry/ports.ts'
import type { ShownAlarm } from '../shown/board.ts'
import { alarm, type AlarmRule, dayMs, span } from './alarm.ts'

export const expiring: AlarmRule = ({ warnings }) =>
  warnings.map((warning) => {
    const { thumbprint, until, daysLeft, level } = warning
    const [zh, en] = whatEnds(warning)
    const [left, leftEn] =
      level === 'expired'
        ? ['已到期', 'has expired']
        : [`${daysLeft} 天后到期`, `expires in ${daysLeft} days`]
    return alarm({
      id: `expiry:${thumbprint}`,
      level: levels[level],
      zh: `${zh}${left}（${chinaDate(until)}）`,
      en: `${en} ${leftEn} (${chinaDate(until)})`,
      anchor: headingOf(warning),
    })
  })

const levels: Record<ExpiryWarning['level'], ShownAlarm['level']> = {
  notice: 'notice',
  warning: 'warning',
  urgent: 'urgent',
  expired: 'urgent',
}

function whatEnds({ use, own, member, subject, thumbprint }: ExpiryWarning): [string, string] {
  switch (use) {
    case 'directory':
      return [`目录 ${thumbprint}`, `the directory, ${thumbprint},`]
    case 'anchor':
      return [`信任锚 ${subject}`, `the trust anchor ${subject}`]
    case 'intermediate':
      return [`中间证书 ${subject}`, `the intermediate ${subject}`]
    default: {
      const [zh, en] =
        use === 'sign' ? ['签名证书', 'signing certificate'] : ['通道证书', 'channel certificate']
      return own ? [`本方${zh}`, `our ${en}`] : [`${member} 的${zh}`, `the ${en} of ${member}`]
    }
  }
}

/** No source gives a directory: the last good one serves until it ends. */
export const graceOfDirectory: AlarmRule = ({ directory, now }) => {
  if (directory.sources.some(({ code }) => code === undefined)) return []
  const left = directory.expires - now
  const { zh, en } = span(Math.max(0, left))
  const codes = [...new Set(directory.sources.map(({ code }) => code))].join('、')
  return [
    alarm({
      id: 'directory-grace',
      level: left < dayMs ? 'urgent' : 'warning',
      zh: `目录的来源均不可用（${codes}），现用版本 ${directory.version} 还可使用 ${zh}`,
      en: `no source of the directory is usable; version ${directory.version} serves for another ${en}`,
      anchor: 'the-directory-expires-目录到期',
    }),
  ]
}

/** A source of revocation data that fails, or gives nothing newer: for a while what it gave last is believed. */
export const revocationOld: AlarmRule = ({ revocation, now }) =>
  revocation.flatMap(({ source, idle, thisUpdate, until, fault }) => {
    const left = (until ?? now) - now
    // Half of the time that it may be believed is over.
    const runsOut = left <= 0 || left < now - (thisUpdate ?? now)
    if (idle || (!fault && !runsOut)) return []
    const { zh, en } = span(Math.max(0, left))
    const [then, thenEn] =
      left > 0
        ? [`${zh}后将拒绝其签发的证书`, `in ${en} its certificates are refused`]
        : ['现已拒绝其签发的证书', 'its certificates are refused']
    const [why, whyEn] = fault
      ? [`不可用（${fault.code}）`, `is not usable (${fault.code})`]
      : ['没有更新的数据', 'gives nothing newer']
    return [
      alarm({
        id: `revocation:${source}`,
        level: runsOut ? 'urgent' : 'warning',
        zh: `吊销来源 ${source} ${why}，${then}`,
        en: `the revocation source ${source} ${whyEn}; ${thenEn}`,
        anchor: 'revocation-吊销',
      }),
    ]
  })
