import type { JobResult } from '../contracts/generated/types.ts'
import { messageType } from '../domain/message-type.ts'
import { createFindings } from './findings.ts'
import type { EvidenceTrust, Verdict } from './ports.ts'
import { judgeDirectory } from './signed-directory.ts'
import { judgeMessage, type MessageRule } from './signed-message.ts'

export interface ResultVerdict extends Verdict {
  result: JobResult | undefined
}

const rule: MessageRule<'job-result'> = {
  part: 'result',
  types: [messageType.result],
  contract: 'job-result',
  speaker: ({ iss }) => ({ issuer: iss }),
  at: ({ iat }) => iat * 1000,
}

/**
 * Judges the merged result of a job: that the member which asked says so. What a centre said is proved by the evidence of its own
 * exchange. Never fails: what does not hold is among the findings.
 */
export async function verifyJobResult(
  bytes: Buffer,
  directory: Buffer,
  trust: EvidenceTrust,
): Promise<ResultVerdict> {
  const findings = createFindings()
  const { view, signed: listed } = await judgeDirectory(directory, trust, findings)
  const { payload, signed } = await judgeMessage(bytes, rule, view, trust, findings)
  return {
    ok: findings.list.every(({ state }) => state === 'holds'),
    signed: [...listed, ...(signed ? [signed] : [])],
    findings: findings.list,
    result: payload,
  }
}
