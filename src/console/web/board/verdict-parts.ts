import { findingText } from '../officer/certificate/verdict-words.ts'

export interface VerdictPart {
  part: string
  checks: { text: string; ok: boolean }[]
}

/** Findings by what they are about, each said once: an exchange has several entries in the journal. */
export function verdictParts(findings: readonly { check: string; ok: boolean }[]): VerdictPart[] {
  const parts = new Map<string, VerdictPart>()
  for (const finding of findings) {
    const [part = '', text = ''] = findingText(finding).split('：')
    const known = parts.get(part) ?? { part, checks: [] }
    parts.set(part, known)
    if (!known.checks.some((check) => check.text === text)) known.checks.push({ text, ok: finding.ok })
  }
  return [...parts.values()]
}
