import { type ReasonFault, reasonFault, toldFault } from '../domain/reason.ts'
import { GatewayError } from '../errors.ts'

/** A reason that others will read. Fails with REASON_REQUIRED, and with CASE_INVALID as `wordsIn` does. */
export function reasonIn(text = ''): string {
  const reason = text.trim()
  return assertSound('/reason', reason, reasonFault(reason))
}

/** What many will read. Fails with CASE_INVALID where it has characters that nobody sees, or names somebody by number. */
export function wordsIn(where: string, text: string): string {
  return assertSound(where, text, toldFault(text))
}

/** Why it is on record that somebody was looked for by an identity number: its hash, begun as the journal has it, finds it again there. */
export function soughtBy(subject: string): string {
  return `证件号哈希 ${subject.slice(0, 12)}`
}

const words = {
  unseen: { zh: '含有不可见的字符，请重新输入', en: 'It has characters that nobody sees; type it anew' },
  person: { zh: '请勿填写证件号码', en: 'No identity number may be in it' },
}

function assertSound(where: string, text: string, fault: ReasonFault | undefined): string {
  switch (fault) {
    case undefined:
      return text
    case 'short':
      throw new GatewayError('REASON_REQUIRED', { where })
    case 'unseen':
    case 'person':
      throw new GatewayError('CASE_INVALID', { where, faults: [{ where, ...words[fault] }] })
  }
}
