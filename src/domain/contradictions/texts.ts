import type { BilingualText, Contradiction } from '../../contracts/generated/types.ts'

/** What each rule says to the officer who sees that it is broken. */
export const contradictionTexts: Readonly<Record<Contradiction['rule'], BilingualText>> = {
  'total-against-parts': {
    en: 'the monthly total is not the sum of the employer’s and the own part',
    zh: '月缴存额不等于单位与个人月缴存额之和',
  },
  'ratio-against-monthly': {
    en: 'no rounding makes the monthly amount from base and ratio',
    zh: '月缴存额与缴存基数、缴存比例不符',
  },
  'unsettled-against-loans': {
    en: 'what is said of unsettled loans does not fit the loans',
    zh: '有无未结清贷款与贷款次数、笔数或余额不符',
  },
  'usage-against-loans': {
    en: 'the use of loans does not fit the loans',
    zh: '贷款使用情况与贷款次数或未结清情况不符',
  },
  'six-months-against-run': {
    en: 'six months or more are said of another run, or not said of such a run',
    zh: '连续缴存六个月标志与连续缴存时间不符',
  },
  'count-against-run': {
    en: 'the number of months is not that of the run',
    zh: '连续缴存月数与连续缴存起止年月不符',
  },
  'run-order': { en: 'the run ends before it starts', zh: '连续缴存的终止年月早于起始年月' },
  'run-after-paid-through': {
    en: 'the run ends after the month through which the person is paid',
    zh: '连续缴存的终止年月晚于个人缴至年月',
  },
  'run-before-opening': {
    en: 'the run starts before the account was opened',
    zh: '连续缴存的起始年月早于开户时间',
  },
  'freeze-against-status': {
    en: 'the status is frozen and the freeze flag says otherwise',
    zh: '账户状态为冻结，冻结标志却为未冻结',
  },
  'two-sources': { en: 'one fact is given twice, and differently', zh: '同一数据两处给出且不一致' },
}
