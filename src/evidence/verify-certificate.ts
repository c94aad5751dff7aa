import { chinaDate } from '../clock.ts'
import type { DepositCertificate } from '../contracts/generated/types.ts'
import { messageType } from '../domain/message-type.ts'
import { GatewayError } from '../errors.ts'
import type { DirectoryView } from '../speaker/ports.ts'
import { certificateRule } from './exchange.ts'
import { createFindings, type Findings, invalid } from './findings.ts'
import type { EvidenceTrust, ReferenceToken, Signed, Verdict } from './ports.ts'
import { judgeDirectory } from './signed-directory.ts'
import { judgeMessage, payloadOf, typed } from './signed-message.ts'

export interface CertificateVerdict extends Verdict {
  certificate: DepositCertificate | undefined
}

const at = { part: 'certificate' } as const

/**
 * Judges a deposit certificate on its own, as one holds it in hand: with a directory by who is listed there, without one by the
 * certificate chain it carries and the member code in it. Whether it was cancelled since, only the issuing centre can tell.
 * `now` in epoch milliseconds. Never fails: what does not hold is among the findings.
 */
export async function verifyDepositCertificate(
  bytes: Buffer,
  directory: Buffer | undefined,
  trust: EvidenceTrust,
  now: number,
): Promise<CertificateVerdict> {
  const findings = createFindings()
  const { view, signed: listed } = directory
    ? await judgeDirectory(directory, trust, findings)
    : { view: undefined, signed: [] }
  const { payload, signed } = directory
    ? await judgeListed(bytes, view, trust, findings)
    : await judgeCarried(bytes, trust, findings)
  if (payload) {
    await findings.judge(at, 'valid', () => {
      if (chinaDate(now) > payload.validUntil)
        throw invalid('/validUntil', `有效期已过 over since ${payload.validUntil}`)
    })
  } else findings.skip(at, ['valid'], '证明无法读取 the certificate cannot be read')
  return {
    ok: findings.list.every(({ state }) => state === 'holds'),
    signed: [...listed, ...(signed ? [signed] : [])],
    findings: findings.list,
    certificate: payload,
  }
}

interface Judged {
  payload: DepositCertificate | undefined
  signed: Signed | undefined
}

function judgeListed(
  bytes: Buffer,
  view: DirectoryView | undefined,
  trust: EvidenceTrust,
  findings: Findings,
): Promise<Judged> {
  return judgeMessage(bytes, certificateRule, view, trust, findings)
}

async function judgeCarried(bytes: Buffer, trust: EvidenceTrust, findings: Findings): Promise<Judged> {
  const token = await findings.judge(at, 'form', () => typed(trust.open(bytes), [messageType.certificate]))
  const payload =
    token &&
    (await findings.judge(at, 'content', () => payloadOf(token.payload, 'certificate', trust.contracts)))
  if (!token || !payload) {
    findings.skip(at, ['named', 'trusted', 'signature'], '证明无法读取 the certificate cannot be read')
    return { payload, signed: undefined }
  }
  const signedBy = payload.relayedBy?.code ?? payload.iss
  const issuedAt = certificateRule.at(payload)
  await findings.judge(at, 'named', () => assertNamed(token, signedBy, trust))
  // Any member could say so of itself.
  if (payload.relayedBy)
    findings.skip(at, ['represented'], '代理关系仅能由目录证明 only the directory tells who represents whom')
  const signer = await findings.judge(at, 'trusted', () => {
    const certificate = trust.certificate(token.chain)
    certificate.assertTrusted(issuedAt)
    return certificate
  })
  if (!signer) {
    findings.skip(at, ['signature'], '签名证书不受信任 the signing certificate is not trusted')
    return { payload, signed: undefined }
  }
  const holds = await findings.judge(at, 'signature', async () => {
    await token.verify(signer.key)
    return true
  })
  const { subject, thumbprint } = signer
  const signed = { part: 'certificate', subject, thumbprint, member: signedBy, at: issuedAt } as const
  return { payload, signed: holds ? signed : undefined }
}

/** The certificate carries the code of the member named inside. Fails with ISSUER_MISMATCH. */
export function assertNamed(token: ReferenceToken, signer: string, trust: EvidenceTrust): void {
  const code = trust.memberCode(token.chain)
  if (code === signer) return
  const detail = `签名证书不属于该机构 the signing certificate is of ${code ?? 'nobody with a member code'}, not of ${signer}`
  throw new GatewayError('ISSUER_MISMATCH', { where: '/iss', detail })
}
