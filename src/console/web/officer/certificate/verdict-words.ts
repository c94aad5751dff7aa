import type { ShownCertificate } from '../../../shown/cases.ts'
import type { Check, Part } from '../../../../evidence/findings.ts'

const parts: Partial<Record<Part, string>> = {
  file: '文件',
  directory: '机构目录',
  request: '请求',
  answer: '应答',
  certificate: '证明',
  journal: '日志',
}

const checks: Record<Check | 'revoked-now', readonly [holds: string, fails: string]> = {
  form: ['格式规范', '格式不规范'],
  content: ['内容完整', '内容不完整'],
  operator: ['由已知运营方签发', '签发方不是已知运营方'],
  listed: ['签名证书已登记', '签名证书未登记'],
  named: ['签名证书属于出具中心', '签名证书不属于出具中心'],
  represented: ['转发方受其代理', '转发方未受其代理'],
  trusted: ['签名时证书可信', '签名时证书不可信'],
  signature: ['验签通过', '签名与内容不符'],
  once: ['无重复登记', '有重复登记'],
  'in-force': ['查询时目录有效', '查询时目录已过期'],
  body: ['应答完整', '应答不完整'],
  bound: ['与请求对应', '与请求不对应'],
  about: ['与所查事项一致', '与所查事项不一致'],
  valid: ['在有效期内', '已过有效期'],
  whole: ['未被改动', '已被改动'],
  linked: ['前后相接', '前后不相接'],
  digests: ['摘要一致', '摘要不符'],
  says: ['记载一致', '记载不符'],
  recorded: ['已入账', '未入账'],
  'revoked-now': ['签名证书现未吊销', '签名证书现已吊销'],
}

/** The first thing that somebody reads of it. */
export function verdictSaid({ holds, revocationKnown }: ShownCertificate['verdict']): {
  tone: 'good' | 'open' | 'bad'
  text: string
} {
  if (!holds) return { tone: 'bad', text: '验签未通过，不能作为贷款依据' }
  const unaltered = '验签通过，内容未被改动'
  if (!revocationKnown) return { tone: 'open', text: `${unaltered}；签名证书是否已被吊销未能核实` }
  return { tone: 'good', text: `${unaltered}，出具机构可信` }
}

/** A finding such as certificate.signature in words: 「证明：验签通过」 */
export function findingText({ check, ok }: { check: string; ok: boolean }): string {
  const [part = '', name = ''] = check.split('.')
  const texts: Record<string, readonly [string, string]> = checks
  const told = texts[name]?.[ok ? 0 : 1] ?? `${name}${ok ? '通过' : '未通过'}`
  const partTexts: Record<string, string> = parts
  return `${partTexts[part] ?? part}：${told}`
}
