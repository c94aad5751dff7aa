import { chinaDateTime } from '../../clock.ts'
import { catalogue } from '../../errors.ts'
import type { Check, Finding, Part } from '../../evidence/findings.ts'
import type { Signed } from '../../evidence/ports.ts'
import type { ExchangeVerdict } from '../../evidence/verify-bundle.ts'
import type { CertificateVerdict } from '../../evidence/verify-certificate.ts'
import type { ResultVerdict } from '../../evidence/verify-result.ts'
import type { JobResult } from '../../contracts/generated/types.ts'
import { partStates } from '../request/result-lines.ts'

const parts: Record<Part, string> = {
  file: '文件 file',
  directory: '目录 directory',
  request: '请求 request',
  answer: '应答 answer',
  certificate: '缴存使用证明 certificate',
  journal: '日志 journal',
  result: '任务结果 result of a job',
}

/** What each check says where it holds, and where it fails. */
const checks: Record<Check, readonly [holds: string, fails: string]> = {
  form: ['格式规范 well formed', '格式不规范 not well formed'],
  content: ['内容符合模式 content fits its schema', '内容不符合模式 content does not fit its schema'],
  operator: [
    '由已知运营方签发 signed by an operator that we know',
    '签发方不是已知运营方 not signed by an operator that we know',
  ],
  listed: [
    '签名证书已为该机构登记 signing certificate is listed for this member',
    '签名证书未为该机构登记 signing certificate is not listed for this member',
  ],
  named: [
    '签名证书属于出具机构 signing certificate carries the issuer’s code',
    '签名证书不属于出具机构 signing certificate does not carry the issuer’s code',
  ],
  represented: [
    '转发方受其代理 the directory lets who relayed it speak for the issuer',
    '转发方未受其代理 the directory does not let who relayed it speak for the issuer',
  ],
  trusted: [
    '签名时证书可信 certificate had a valid path when it signed',
    '签名时证书不可信 certificate had no valid path when it signed',
  ],
  signature: ['验签通过 signature fits', '签名与字节不符 signature does not fit'],
  once: ['无重复登记 nothing is listed twice', '有重复或不可用的登记 something is listed twice or unusable'],
  'in-force': [
    '交换时目录未过期 directory had not expired at the exchange',
    '交换时目录已过期 directory had expired at the exchange',
  ],
  body: [
    '应答体符合模式 body fits the schema of the service',
    '应答体不符合模式 body does not fit its schema',
  ],
  bound: ['与请求对应 belongs to the request', '与请求不对应 does not belong to the request'],
  about: ['与所查事项一致 is about what was asked', '与所查事项不一致 is not about what was asked'],
  valid: ['仍在有效期内 has not expired', '已过有效期 has expired'],
  whole: ['未被改动 not altered', '已被改动 altered'],
  linked: ['前后相接 follows the entry before', '前后不相接 does not follow the entry before'],
  digests: [
    '摘要与报文一致 digests are those of the messages',
    '摘要与报文不符 digests are not those of the messages',
  ],
  says: ['记载与报文一致 says what the messages say', '记载与报文不符 does not say what the messages say'],
  recorded: [
    '请求与应答已入账 request and answer are recorded',
    '请求与应答未入账 request and answer are not recorded',
  ],
}

export type AnyVerdict = ExchangeVerdict | CertificateVerdict | ResultVerdict

/** A job's result without the person. */
function resultLines({ job, iss, service, endedAt, centres }: JobResult): string[] {
  return [
    `任务 job: ${job}　${iss}　${service}　结束 ended ${endedAt}`,
    ...centres.map(({ centre, state, result }) => {
      const why = result?.problem ? `　${result.problem.code}` : ''
      return `  ${result?.name ?? centre} ${centre}　${partStates[state]}${why}`
    }),
  ]
}

/** A verdict as people read it: who signed what when, every check, and what does not hold. */
export function verdictLines(verdict: AnyVerdict): string[] {
  return [
    '谁在何时签署 who signed, and when:',
    ...(verdict.signed.length > 0
      ? verdict.signed.map(signedLine)
      : ['  没有任何签名得到证实 no signature was proved']),
    ...aboutLines(verdict),
    '',
    '逐项核验 every check:',
    ...verdict.findings.map(findingLine),
    '',
    ...conclusion(verdict),
  ]
}

function signedLine({ part, at, member, name, subject, thumbprint }: Signed): string {
  const who = member === undefined ? subject : `${name ?? subject} ${member}`
  return `  ${parts[part]}　${chinaDateTime(at)}　${who}　${thumbprint.slice(0, 12)}…`
}

function aboutLines(verdict: AnyVerdict): string[] {
  if ('result' in verdict) return verdict.result ? resultLines(verdict.result) : []
  const certificate = 'exchange' in verdict ? verdict.exchange?.certificate : verdict.certificate
  const request = 'exchange' in verdict ? verdict.exchange?.request : undefined
  const answer = 'exchange' in verdict ? verdict.exchange?.answer : undefined
  return [
    ...(request
      ? [`交换 exchange: ${request.jti}　${request.iss} → ${request.aud}　${request.service}`]
      : []),
    ...(answer?.problem ? [`结果 outcome: 已签名拒绝 signed refusal ${answer.problem.code}`] : []),
    ...(certificate
      ? [
          `证明 certificate: ${certificate.number}　${certificate.issuer} ${certificate.iss} → ${certificate.addressee}`,
          ...(certificate.relayedBy
            ? [`  转发方 relayed by ${certificate.relayedBy.name} ${certificate.relayedBy.code}`]
            : []),
          `  出具 issued ${certificate.issuedAt}　有效期至 valid until ${certificate.validUntil}`,
        ]
      : []),
  ]
}

/** One check: ✓ holds, ✗ fails with its code and place, – could not be made. */
function findingLine(finding: Finding): string {
  const { check, state, detail } = finding
  const [positive] = checks[check]
  if (state === 'fails') return `  ✗ ${failure(finding)}`
  const remark = state === 'not-checked' ? `未核验 not checked: ${detail}` : detail
  return `  ${state === 'holds' ? '✓' : '–'} ${partOf(finding)}: ${positive}${remark === undefined ? '' : `（${remark}）`}`
}

function failure(finding: Finding): string {
  const { check, code, where, detail } = finding
  const why = [code, where, detail].filter((text) => text !== undefined).join(', ')
  return `${partOf(finding)}: ${checks[check][1]}（${why}）`
}

function partOf({ part, entry }: Finding): string {
  return entry === undefined ? parts[part] : `日志第 ${entry} 条 journal entry ${entry}`
}

function conclusion(verdict: AnyVerdict): string[] {
  const { ok, findings } = verdict
  if (ok && 'result' in verdict) {
    return [
      '✓ 结果成立 the result holds',
      '  各中心所言以其交换的证据为准 what each centre said is proved by the evidence of its exchange, as request --save writes it',
    ]
  }
  if (ok && 'exchange' in verdict) return ['✓ 证据成立 the evidence holds']
  if (ok) {
    return [
      '✓ 证明有效 the certificate holds',
      '  是否已注销须向出具中心核验 whether it was cancelled since, only the issuing centre can tell: deposit-certificate.verify',
    ]
  }
  const { title, remedy } = catalogue.EVIDENCE_INVALID
  return [
    `✗ ${title.zh} ${title.en}`,
    ...firstOfEachPart(findings).map((finding) => `  ${failure(finding)}`),
    `  处置 to do: ${remedy.zh} ${remedy.en}`,
  ]
}

/** What fails first in a part is what is wrong with it. */
function firstOfEachPart(findings: readonly Finding[]): Finding[] {
  const failed = findings.filter(({ state }) => state === 'fails')
  return failed.filter((finding) => failed.find((other) => partOf(other) === partOf(finding)) === finding)
}
