import type {
  AnswerEnvelope,
  DepositCertificate,
  DepositCertificateIssueRequest,
  RequestEnvelope,
} from '../contracts/generated/types.ts'
import { answerMismatch } from '../domain/bound-answer.ts'
import { certificateMismatch } from '../domain/certificate-about.ts'
import { digestOf } from '../domain/digest.ts'
import { messageType } from '../domain/message-type.ts'
import type { DirectoryView } from '../speaker/ports.ts'
import { type Findings, invalid } from './findings.ts'
import type { EvidenceTrust, Signed } from './ports.ts'
import { judgeMessage, type MessageRule } from './signed-message.ts'

/** What an exchange was found to be: only what could be read. */
export interface JudgedExchange {
  request: RequestEnvelope | undefined
  answer: AnswerEnvelope | undefined
  certificate: DepositCertificate | undefined
  signed: Signed[]
}

const requestRule: MessageRule<'request-envelope'> = {
  part: 'request',
  types: [messageType.request],
  contract: 'request-envelope',
  speaker: ({ iss }) => ({ issuer: iss }),
  at: ({ iat }) => iat * 1000,
}

const answerRule: MessageRule<'answer-envelope'> = {
  part: 'answer',
  types: [messageType.answer, messageType.problem],
  contract: 'answer-envelope',
  speaker: ({ iss, relayedBy }) => ({ issuer: iss, relayedBy }),
  at: ({ iat }) => iat * 1000,
}

export const certificateRule: MessageRule<'certificate'> = {
  part: 'certificate',
  types: [messageType.certificate],
  contract: 'certificate',
  speaker: ({ iss, relayedBy }) => ({ issuer: iss, relayedBy: relayedBy?.code }),
  at: ({ issuedAt }) => Date.parse(issuedAt),
}

/** A request, the answer or refusal that belongs to it, and the deposit certificate inside, each at the time it was signed. */
export async function judgeExchange(
  messages: { request: Buffer; answer: Buffer },
  directory: DirectoryView | undefined,
  trust: EvidenceTrust,
  findings: Findings,
): Promise<JudgedExchange> {
  const request = await judgeMessage(messages.request, requestRule, directory, trust, findings)
  const answer = await judgeMessage(messages.answer, answerRule, directory, trust, findings)
  // Without a directory nothing is proved of the answer, and what it says of its relay may stand.
  const asked = request.payload && directory?.members.get(request.payload.aud)
  const representative = directory ? asked?.representedBy : answer.payload?.relayedBy
  await judgeBinding(messages.request, request.payload, answer.payload, representative, findings)
  if (answer.payload && answer.token) {
    await judgeBody(answer.payload, answer.token.type, request.payload, trust, findings)
  }
  const issued = issuedIn(answer.payload)
  const certificate =
    issued &&
    (await judgeMessage(
      Buffer.from(issued.certificate, 'latin1'),
      certificateRule,
      directory,
      trust,
      findings,
    ))
  if (certificate && issued) {
    const about = { certificate: certificate.payload, number: issued.number, request: request.payload }
    await judgeAbout(about, representative, trust, findings)
  }
  return {
    request: request.payload,
    answer: answer.payload,
    certificate: certificate?.payload,
    signed: [request, answer, certificate].flatMap((message) => message?.signed ?? []),
  }
}

async function judgeBinding(
  bytes: Buffer,
  request: RequestEnvelope | undefined,
  answer: AnswerEnvelope | undefined,
  representative: string | undefined,
  findings: Findings,
): Promise<void> {
  const at = { part: 'answer' } as const
  if (!answer) return findings.skip(at, ['bound'], '应答无法读取 the answer cannot be read')
  await findings.judge(at, 'bound', () => {
    const digest = digestOf(bytes)
    if (answer.requestDigest !== digest) throw invalid('/requestDigest', '属于另一请求 is of another request')
    const mismatch = request && answerMismatch(answer, request, digest, representative)
    if (mismatch !== undefined) throw invalid(mismatch, '与请求不符 is not what the request says')
  })
}

/** An answer has a body that fits the schema of its service, a refusal has a problem, and neither passes for the other. */
async function judgeBody(
  answer: AnswerEnvelope,
  type: string,
  request: RequestEnvelope | undefined,
  { contracts }: EvidenceTrust,
  findings: Findings,
): Promise<void> {
  await findings.judge({ part: 'answer' }, 'body', () => {
    if ((type === messageType.problem) !== (answer.problem !== undefined)) {
      throw invalid(
        'typ',
        '应答缺少 body，或拒绝缺少 problem an answer without body, or a refusal without problem',
      )
    }
    const service = answer.service ?? request?.service
    if (!answer.body || service === undefined) return
    const checked = contracts.check(`${service}.answer`, answer.body)
    if (!checked.ok) throw invalid(`/body${checked.where}`, checked.detail)
  })
}

function issuedIn(answer: AnswerEnvelope | undefined): { certificate: string; number: string } | undefined {
  const { certificate, number } = answer?.body ?? {}
  return typeof certificate === 'string' && typeof number === 'string' ? { certificate, number } : undefined
}

async function judgeAbout(
  { certificate, number, request }: Pick<JudgedExchange, 'certificate' | 'request'> & { number: string },
  representative: string | undefined,
  { contracts }: EvidenceTrust,
  findings: Findings,
): Promise<void> {
  const at = { part: 'certificate' } as const
  if (!certificate || !request) {
    return findings.skip(at, ['about'], '证明或请求无法读取 the certificate or the request cannot be read')
  }
  await findings.judge(at, 'about', () => {
    const asked = contracts.check('deposit-certificate.issue.request', request.body)
    if (!asked.ok) throw invalid(`request /body${asked.where}`, asked.detail)
    const question: DepositCertificateIssueRequest = asked.value
    const mismatch = certificateMismatch(certificate, number, request, question, representative)
    if (mismatch !== undefined)
      throw invalid(mismatch, '与所查询内容或应答不符 is not what was asked, or not what the answer says')
  })
}
