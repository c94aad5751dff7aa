import type { EvidenceBundle } from '../contracts/generated/types.ts'
import { digestOf } from '../domain/digest.ts'
import { readStrictJson } from '../domain/strict-json.ts'
import { judgeExchange, type JudgedExchange } from './exchange.ts'
import { createFindings, type Findings, invalid, type Place } from './findings.ts'
import { judgeJournal } from './journal.ts'
import type { EvidenceTrust, Signed, Verdict } from './ports.ts'
import { judgeDirectory, judgeInForce } from './signed-directory.ts'

/** A verdict, with what the exchange says of itself. */
export interface ExchangeVerdict extends Verdict {
  exchange: Omit<JudgedExchange, 'signed'> | undefined
}

/**
 * Judges an evidence bundle offline: every part is verified by its own signature or hash at the time it was made, and all
 * parts against each other. Never fails: what does not hold is among the findings.
 */
export async function verifyBundle(bytes: Uint8Array, trust: EvidenceTrust): Promise<ExchangeVerdict> {
  const findings = createFindings()
  const bundle = await readBundle(bytes, trust, findings)
  if (!bundle) return verdict(findings, [], undefined)
  const request = Buffer.from(bundle.request, 'latin1')
  const answer = Buffer.from(bundle.answer, 'latin1')
  const { signed, ...exchange } = await judgePairIn(
    Buffer.from(bundle.directory, 'latin1'),
    { request, answer },
    trust,
    findings,
  )
  if (exchange.request) {
    const { jti } = exchange.request
    await findings.judge({ part: 'file' }, 'bound', () => {
      if (bundle.exchangeId !== jti)
        throw invalid('/exchangeId', '与请求编号不符 is not the id of the request')
    })
  } else findings.skip({ part: 'file' }, ['bound'], '请求无法读取 the request cannot be read')
  await judgeJournal(
    bundle.journal,
    {
      ...exchange,
      exchangeId: bundle.exchangeId,
      requestDigest: digestOf(request),
      answerDigest: digestOf(answer),
    },
    findings,
  )
  return verdict(findings, signed, exchange)
}

/** Judges a request and its answer with a directory from elsewhere; without a journal nothing tells when they were kept. */
export async function verifyPair(
  parts: { request: Buffer; answer: Buffer; directory: Buffer },
  trust: EvidenceTrust,
): Promise<ExchangeVerdict> {
  const findings = createFindings()
  const { signed, ...exchange } = await judgePairIn(parts.directory, parts, trust, findings)
  return verdict(findings, signed, exchange)
}

async function judgePairIn(
  directoryBytes: Buffer,
  messages: { request: Buffer; answer: Buffer },
  trust: EvidenceTrust,
  findings: Findings,
): Promise<JudgedExchange> {
  const directory = await judgeDirectory(directoryBytes, trust, findings)
  const exchange = await judgeExchange(messages, directory.view, trust, findings)
  const iat = exchange.request?.iat
  await judgeInForce(directory, iat === undefined ? undefined : iat * 1000, findings)
  return { ...exchange, signed: [...directory.signed, ...exchange.signed] }
}

async function readBundle(
  bytes: Uint8Array,
  { contracts }: EvidenceTrust,
  findings: Findings,
): Promise<EvidenceBundle | undefined> {
  const json = readStrictJson(bytes)
  if (!json.ok) {
    await findings.judge({ part: 'file' }, 'form', () => Promise.reject(invalid('/', json.fault)))
    return undefined
  }
  const checked = contracts.check('evidence', json.value)
  const place = checked.ok ? ({ part: 'file' } as const) : placeOf(checked.where, json.value)
  return findings.judge(place, 'form', () => {
    if (!checked.ok) throw invalid(checked.where, checked.detail)
    return checked.value
  })
}

/** The part of a bundle that a JSON pointer leads into; of a part that is missing, the file. */
function placeOf(pointer: string, bundle: unknown): Place {
  const [, member = '', index] = pointer.split('/')
  if (!Object.hasOwn(Object(bundle), member)) return { part: 'file' }
  if (member === 'request' || member === 'answer' || member === 'directory') return { part: member }
  if (member !== 'journal') return { part: 'file' }
  const entry = (bundle as { journal?: { sequence?: unknown }[] }).journal?.[Number(index)]?.sequence
  return typeof entry === 'number' ? { part: 'journal', entry } : { part: 'journal' }
}

function verdict(
  { list }: Findings,
  signed: Signed[],
  exchange: Omit<JudgedExchange, 'signed'> | undefined,
): ExchangeVerdict {
  return { ok: list.every(({ state }) => state === 'holds'), signed, findings: list, exchange }
}
