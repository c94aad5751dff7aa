import { chinaDateTime } from '../clock.ts'
import type { Directory } from '../contracts/generated/types.ts'
import { messageType } from '../domain/message-type.ts'
import { GatewayError } from '../errors.ts'
import type { DirectoryView, KnownCertificate } from '../speaker/ports.ts'
import { type Findings, invalid } from './findings.ts'
import type { EvidenceTrust, ReferenceToken, Signed } from './ports.ts'
import { payloadOf, typed } from './signed-message.ts'

export interface JudgedDirectory {
  /** Only where every check of it holds. */
  view: DirectoryView | undefined
  payload: Directory | undefined
  /** The operators whose signatures were proved. */
  signed: Signed[]
}

/** An operator that we know, and the line that it signed. */
interface Approval {
  operator: KnownCertificate
  token: ReferenceToken
}

const at = { part: 'directory' } as const

/** The list that tells whose certificate is whose: signed by operators that we know, trusted when they signed. */
export async function judgeDirectory(
  bytes: Buffer,
  trust: EvidenceTrust,
  findings: Findings,
): Promise<JudgedDirectory> {
  const tokens = await findings.judge(at, 'form', () => opened(bytes, trust))
  const first = tokens?.[0]
  if (!tokens || !first) {
    findings.skip(at, ['content', 'operator', 'trusted', 'signature', 'once'], '无法读取 it cannot be read')
    return { view: undefined, payload: undefined, signed: [] }
  }
  const payload = await findings.judge(at, 'content', () =>
    payloadOf(first.payload, 'directory', trust.contracts),
  )
  const approvals = await findings.judge(at, 'operator', () => approvalsOf(tokens, trust))
  if (!approvals || !payload) {
    findings.skip(
      at,
      ['trusted', 'signature', 'once'],
      '签名方或时间不明 its signer or its time is not known',
    )
    return { view: undefined, payload, signed: [] }
  }
  const issued = payload.issuedAt * 1000
  const trusted = await findings.judge(at, 'trusted', () => {
    for (const { operator } of approvals) operator.assertTrusted(issued)
    return true
  })
  const signature = await findings.judge(at, 'signature', async () => {
    for (const { operator, token } of approvals) await token.verify(operator.key)
    return true
  })
  if (!trusted || !signature) {
    findings.skip(at, ['once'], '目录未按规定签名 the directory is not signed as it must be')
    return { view: undefined, payload, signed: [] }
  }
  const view = await findings.judge(at, 'once', () => trust.readDirectory(bytes, issued))
  const signed = approvals.map(({ operator: { subject, thumbprint } }) => ({
    part: 'directory' as const,
    subject,
    thumbprint,
    at: issued,
  }))
  return { view, payload, signed }
}

/** Each line of a directory is one operator's signature over the same payload. */
function opened(bytes: Buffer, trust: EvidenceTrust): ReferenceToken[] {
  const tokens = linesOf(bytes).map((line) => typed(trust.open(line), [messageType.directory]))
  for (const [i, token] of tokens.entries()) {
    if (tokens[0]?.payload.equals(token.payload) === false)
      throw invalid(`line ${i + 1}`, '属于另一目录 is of another directory')
  }
  return tokens
}

function linesOf(bytes: Buffer): Buffer[] {
  return bytes
    .toString('latin1')
    .split('\n')
    .map((line) => Buffer.from(line, 'latin1'))
}

function approvalsOf(tokens: readonly ReferenceToken[], trust: EvidenceTrust): Approval[] {
  const approvals = tokens
    .filter(({ thumbprint }) => trust.operators.has(thumbprint))
    .map((token) => ({ token, operator: trust.certificate(token.chain) }))
  if (approvals.length > 0 && approvals.length >= trust.operatorsRequired) return approvals
  throw new GatewayError('CERTIFICATE_UNKNOWN', {
    where: 'x5t#S256',
    detail: `所需运营方签名不足 signed by ${tokens.map(({ thumbprint }) => thumbprint).join(', ')}: ${approvals.length} of the ${trust.operatorsRequired} operators of ours that it takes`,
  })
}

/** Whether the list had not expired at a time, epoch milliseconds; one made after it is told apart, since it shows a later state. */
export async function judgeInForce(
  { payload }: JudgedDirectory,
  time: number | undefined,
  findings: Findings,
): Promise<void> {
  if (!payload || time === undefined) {
    findings.skip(
      at,
      ['in-force'],
      '交换或目录的时间无法读取 the time of the exchange or of the directory cannot be read',
    )
  } else if (payload.issuedAt * 1000 > time) {
    findings.note(
      at,
      'in-force',
      `签发于交换之后 made after the exchange, ${chinaDateTime(payload.issuedAt * 1000)}`,
    )
  } else {
    await findings.judge(at, 'in-force', () => {
      if (payload.expires * 1000 > time) return
      throw new GatewayError('DIRECTORY_EXPIRED', { where: `version ${payload.version}` })
    })
  }
}
