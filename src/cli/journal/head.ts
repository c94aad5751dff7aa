import type { ChainHead } from '../../journal/entry.ts'
import { misused } from '../command.ts'

export const headOption = [
  '--head <sequence:hash>',
  'a head noted earlier and elsewhere: shows that no entry behind it is gone',
] as const

/** A head as `gateway journal verify` prints it. Fails with USAGE_INVALID. */
export function headIn(text: string): ChainHead {
  const [, sequence, hash] = /^([0-9]{1,15}):([A-Za-z0-9_-]{43})$/.exec(text) ?? []
  if (sequence === undefined || hash === undefined)
    throw misused('--head', '须为序号、冒号、散列 a sequence number, a colon, a hash')
  return { sequence: Number(sequence), hash }
}

/** What is wrong with a journal, in both languages. */
export const chainFaults = {
  'missing entry': '缺少日志 entry is missing',
  'broken link': '前后不相接 does not follow the entry before',
  'altered entry': '已被改动 altered',
  'shorter than the known head': '短于已知的链头 the journal ends before the known head',
}
