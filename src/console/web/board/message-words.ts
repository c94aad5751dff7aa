import type { ServiceName } from '../../../contracts/generated/types.ts'
import type { ShownMessage } from '../../shown/board.ts'
import { basisWords } from '../pure/basis-words.ts'
import { centreStates } from '../officer/case-words.ts'
import type { Tone } from '../pure/breaker-words.ts'

export const directionWords: Record<ShownMessage['direction'], string> = {
  asked: '本方查询',
  answered: '本方应答',
}

const serviceWords: Record<ServiceName, string> = {
  'deposit-record.check': '核对缴存记录',
  'deposit-certificate.issue': '出具缴存证明',
  'deposit-certificate.verify': '核验缴存证明',
  'gateway.ping': '签名回声',
}

/** What a search may be of; '' is what the server looks for when nobody chooses. */
export const serviceChoices = [
  { value: '', label: '全部业务，不含签名回声' },
  ...(Object.entries(serviceWords) as [ServiceName, string][]).map(([value, label]) => ({ value, label })),
  { value: 'all', label: '全部，含签名回声' },
] as const

export const directionChoices = [
  { value: '', label: '全部' },
  { value: 'asked', label: directionWords.asked },
  { value: 'answered', label: directionWords.answered },
] as const

/** How an exchange stands, in the words of the counter. */
export const stateChoices = [
  { value: '', label: '全部' },
  ...(['answered', 'no-record', 'refused', 'not-asked'] as const).map((value) => ({
    value,
    label: centreStates[value].word,
  })),
  { value: 'sent', label: '已发出，尚无结果' },
] as const

/** Kinds of the journal's entries. */
const kinds: Record<string, string> = {
  asked: '发出查询',
  concluded: '查询结束',
  answered: '作出应答',
  refused: '拒绝',
  looked: '查阅留存报文',
  withdrawn: '撤销证明',
}

const outcomes: Record<string, string> = {
  sent: '已发出',
  issued: '已出具',
  issuable: '可以出具',
  'no-record': '无缴存记录',
  'not-issuable': '不予出具',
  echoed: '已回声',
  valid: '证明有效',
  expired: '证明已过期',
  altered: '内容被改动',
  unknown: '证明不存在',
  reveal: '显示完整信息',
  print: '打印',
  evidence: '下载证据',
  revoked: '已撤销',
}

export function serviceWord(service: string): string {
  const words: Record<string, string> = serviceWords
  return words[service] ?? service
}

export function kindWord(kind: string): string {
  return kinds[kind] ?? kind
}

/** A word for what came of an exchange; failures keep the code by which docs/errors.md explains them. */
export function outcomeWord(outcome: string): { word: string; tone: Tone } {
  const word = outcomes[outcome]
  if (word === undefined) return { word: outcome, tone: /^[A-Z_]+$/.test(outcome) ? 'bad' : 'note' }
  return { word, tone: outcome === 'sent' ? 'note' : 'good' }
}

export function basisWord(basis: string): string {
  const words: Record<string, string> = basisWords
  return basis === '' ? '–' : (words[basis] ?? basis)
}
