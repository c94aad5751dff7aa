import type { ShownMessage } from '../../shown/board.ts'
import type { Tone } from '../pure/breaker-words.ts'

export const directionWords: Record<ShownMessage['direction'], string> = {
  asked: '本方查询',
  answered: '本方应答',
}

const services: Record<string, string> = {
  'deposit-record.check': '核对缴存记录',
  'deposit-certificate.issue': '出具缴存证明',
  'deposit-certificate.verify': '核验缴存证明',
  'gateway.ping': '签名回声',
}

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
  return services[service] ?? service
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

const bases: Record<string, string> = { consent: '本人授权', 'statutory-duty': '法定职责' }

export function basisWord(basis: string): string {
  return basis === '' ? '–' : (bases[basis] ?? basis)
}
