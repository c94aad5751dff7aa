import { type ErrorCode, GatewayError } from '../../../errors.ts'

/** One thing that was looked at, and what was found. */
export interface ConfigFinding {
  subject: string
  /** `warns`: it works, and somebody should know. */
  state: 'holds' | 'warns' | 'fails'
  text: string
  code?: ErrorCode
  /** `file:line` of the setting behind it. */
  at?: string
}

/** Findings, each with the line of the setting that it comes from. */
export interface Report {
  findings: readonly ConfigFinding[]
  /** What `look` returns is told; a GatewayError that it throws is a failure. `pointer`: JSON pointer of the setting. */
  judge(subject: string, pointer: string, look: () => string): void
  /** The same for what takes its time. */
  judgeLater(subject: string, pointer: string, look: () => Promise<string>): Promise<void>
  warn(subject: string, pointer: string, text: string): void
}

export function createReport(place: (pointer: string) => string): Report {
  const findings: ConfigFinding[] = []

  function failed(subject: string, pointer: string, thrown: unknown): ConfigFinding {
    if (!(thrown instanceof GatewayError)) throw thrown
    const { code, where, detail } = thrown
    const text = [where, detail].filter((part) => part !== undefined).join(': ')
    return { subject, state: 'fails', text, code, at: place(pointer) }
  }

  return {
    findings,
    judge(subject, pointer, look) {
      try {
        findings.push({ subject, state: 'holds', text: look() })
      } catch (thrown) {
        findings.push(failed(subject, pointer, thrown))
      }
    },
    async judgeLater(subject, pointer, look) {
      try {
        findings.push({ subject, state: 'holds', text: await look() })
      } catch (thrown) {
        findings.push(failed(subject, pointer, thrown))
      }
    },
    warn(subject, pointer, text) {
      findings.push({ subject, state: 'warns', text, at: place(pointer) })
    },
  }
}
