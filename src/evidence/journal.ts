import type { AnswerEnvelope, JournalEntry, RequestEnvelope } from '../contracts/generated/types.ts'
import { entryHash, isOfTheExchange } from '../journal/entry.ts'
import { type Findings, invalid, type Place } from './findings.ts'

/** What the entries of an exchange have to agree with. */
export interface Recorded {
  exchangeId: string
  requestDigest: string
  answerDigest: string
  request: RequestEnvelope | undefined
  answer: AnswerEnvelope | undefined
}

/** Each entry is whole, follows the one before, and is about these bytes; one at least holds request and answer. */
export async function judgeJournal(
  entries: readonly JournalEntry[],
  recorded: Recorded,
  findings: Findings,
): Promise<void> {
  for (const [i, entry] of entries.entries()) {
    const at: Place = { part: 'journal', entry: entry.sequence }
    await findings.judge(at, 'whole', () => {
      if (entryHash(entry) !== entry.hash) throw invalid(`entry ${entry.sequence}`, '已被改动 altered')
    })
    const before = entries[i - 1]
    if (before) await findings.judge(at, 'linked', () => assertFollows(entry, before))
    if (!isOfTheExchange(entry)) {
      findings.note(
        at,
        'digests',
        '记录的是后续处理，与这些报文无关 of what was done with it later; not of these messages',
      )
    } else if (ofOtherBytes(entry, recorded)) {
      findings.note(
        at,
        'digests',
        '同一编号下的另一次拒绝，与这些报文无关 another refusal under the same id; not of these messages',
      )
    } else {
      await judgeEntry(at, entry, recorded, findings)
    }
  }
  await findings.judge({ part: 'journal' }, 'recorded', () => {
    const concluding = entries.some(
      (entry) => entry.kind !== 'asked' && isOfTheExchange(entry) && isOfTheseBytes(entry, recorded),
    )
    if (!concluding)
      throw invalid('/journal', '没有日志同时记录该请求与该应答 no entry holds this request and this answer')
  })
}

async function judgeEntry(
  at: Place,
  entry: JournalEntry,
  recorded: Recorded,
  findings: Findings,
): Promise<void> {
  await findings.judge(at, 'digests', () => {
    if (entry.requestDigest !== recorded.requestDigest) {
      throw invalid('requestDigest', '属于另一请求 is of another request')
    }
    const expected = entry.kind === 'asked' ? '' : recorded.answerDigest
    if (entry.answerDigest !== expected) throw invalid('answerDigest', '属于另一应答 is of another answer')
  })
  const { request, answer } = recorded
  if (!request) return findings.skip(at, ['says'], '请求无法读取 the request cannot be read')
  await findings.judge(at, 'says', () => {
    for (const [name, value] of saidBy(request, answer, recorded.exchangeId, entry.kind)) {
      if (entry[name] !== value) throw invalid(name, '与报文不符 is not what the messages say')
    }
  })
}

function isOfTheseBytes(entry: JournalEntry, { requestDigest, answerDigest }: Recorded): boolean {
  return entry.requestDigest === requestDigest && entry.answerDigest === answerDigest
}

/** A refusal that was not kept as the answer: other bytes under the same id, or a passing fault of the answering side. */
function ofOtherBytes(entry: JournalEntry, recorded: Recorded): boolean {
  return entry.kind === 'refused' && !isOfTheseBytes(entry, recorded)
}

function assertFollows(entry: JournalEntry, before: JournalEntry): void {
  if (entry.sequence <= before.sequence) throw invalid(`entry ${entry.sequence}`, '次序颠倒 out of order')
  if (entry.sequence === before.sequence + 1 && entry.previous !== before.hash) {
    throw invalid(`entry ${entry.sequence}`, '前后不相接 does not follow the entry before')
  }
}

/** The members of an entry that messages tell; the person is there as a keyed hash, which only its store can work out. */
function saidBy(
  request: RequestEnvelope,
  answer: AnswerEnvelope | undefined,
  exchangeId: string,
  kind: JournalEntry['kind'],
): [keyof JournalEntry, string][] {
  const outcome = answer?.problem?.code ?? answer?.body?.['outcome']
  return [
    ['exchangeId', exchangeId],
    ['issuer', request.iss],
    ['audience', request.aud],
    ['service', request.service],
    ['purpose', request.purpose ?? ''],
    ['basis', request.basis?.kind ?? ''],
    ['operator', request.operator?.id ?? ''],
    ['fields', request.fields?.join(',') ?? ''],
    ...(kind !== 'asked' && typeof outcome === 'string'
      ? [['outcome', outcome] satisfies [keyof JournalEntry, string]]
      : []),
  ]
}
