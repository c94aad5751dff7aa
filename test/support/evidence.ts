import { randomUUIDv7 } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { believing, type Believed } from '../../src/cli/trust.ts'
import { chinaDate, chinaDateTime } from '../../src/clock.ts'
import { createContracts } from '../../src/contracts/contracts.ts'
import type {
  AnswerEnvelope,
  DepositCertificate,
  Directory,
  EvidenceBundle,
  JournalEntry,
  RequestEnvelope,
} from '../../src/contracts/generated/types.ts'
import { certificateNumber } from '../../src/domain/certificate-number.ts'
import { digestOf } from '../../src/domain/digest.ts'
import { messageType } from '../../src/domain/message-type.ts'
import { chained, emptyChain, type EntryDraft } from '../../src/journal/entry.ts'
import { algorithmNames } from '../../src/jws/algorithms.ts'
import { createKeySigner, createTokenSigner, type MemoryTokenSigner } from '../../src/jws/signer.ts'
import type { SandboxFiles } from '../../src/sandbox/files.ts'
import { sandboxCentres } from '../../src/sandbox/centres.ts'
import { portsFrom } from '../../src/sandbox/ports.ts'
import { prepareSandbox } from '../../src/sandbox/prepare.ts'
import { sandboxQuestion } from '../../src/sandbox/question.ts'
import { certificatesFromPem } from '../../src/trust/certificate.ts'
import { readKey } from '../../src/trust/keys.ts'

export const { jiangsuProvincial: asker, shanghai: asked } = sandboxCentres

/** 2026-11-24T10:00:00+08:00, when the exchanges of these tests were made. */
export const madeAt = Date.parse('2026-11-24T10:00:00+08:00')

/** The files of a sandbox whose gateways are never started, and evidence made with its keys. */
export interface EvidenceDesk extends Disposable {
  folder: string
  files: SandboxFiles
  trust: Believed
  /** Signs in a member's name. */
  signer(code: string): MemoryTokenSigner
  directory(changes?: (directory: Directory) => Directory): string
  /** What two gateways would have made, but for the changes. */
  bundle(changes?: Changes): EvidenceBundle
}

export interface Changes {
  request?: Partial<RequestEnvelope>
  answer?: Partial<AnswerEnvelope>
  certificate?: Partial<DepositCertificate>
  /** The answer's body instead of an issued certificate. */
  body?: Record<string, unknown>
  directory?: string
  requestSigner?: string
  answerSigner?: string
  certificateSigner?: string
  /** Journal entries before they are chained. */
  journal?(drafts: EntryDraft[]): EntryDraft[]
}

export function createEvidenceDesk(): EvidenceDesk {
  const folder = mkdtempSync(join(tmpdir(), 'evidence-'))
  const files = prepareSandbox(folder, madeAt, portsFrom(20_000))
  const operators = [signerOf(files.operatorKey, files.operatorCertificate)]
  const contracts = createContracts()
  const trust = believing(
    {
      anchors: files.anchors,
      operators: operators.map(({ thumbprint }) => thumbprint),
      operatorsRequired: 1,
      algorithms: algorithmNames,
      directory: files.directory,
    },
    contracts,
  )
  const signer = (code: string) => {
    const { signKey, signCertificate } = files.member(code)
    return signerOf(signKey, signCertificate).signer
  }
  const published = readFileSync(files.directory, 'latin1')

  function directory(changes: (directory: Directory) => Directory = (same) => same): string {
    const payload = Buffer.from(published.split('.')[1] ?? '', 'base64url').toString()
    const changed = changes(JSON.parse(payload) as Directory)
    const [operator] = operators
    if (!operator) throw new RangeError('no operator')
    return operator.signer.sign(messageType.directory, changed, { withChain: true }).toString('latin1')
  }

  return {
    folder,
    files,
    trust,
    signer,
    directory,
    bundle: (changes = {}) => bundleOf(changes, changes.directory ?? published, signer),
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  }
}

function signerOf(key: string, certificate: string): { signer: MemoryTokenSigner; thumbprint: string } {
  const chain = certificatesFromPem(readFileSync(certificate, 'utf8'))
  const thumbprint = chain[0]?.thumbprint ?? ''
  const signer = createTokenSigner(createKeySigner(readKey(readFileSync(key, 'utf8'))), {
    thumbprint,
    chain: chain.map(({ der }) => der),
  })
  return { signer, thumbprint }
}

function bundleOf(
  changes: Changes,
  directory: string,
  signer: (code: string) => MemoryTokenSigner,
): EvidenceBundle {
  const envelope = { ...requestOf(), ...changes.request }
  const request = signer(changes.requestSigner ?? asker).sign(messageType.request, envelope)
  const certificate = { ...certificateOf(envelope), ...changes.certificate }
  const issued = signer(changes.certificateSigner ?? asked).sign(messageType.certificate, certificate, {
    withChain: true,
  })
  const body = changes.body ?? {
    outcome: 'issued',
    number: certificate.number,
    certificate: issued.toString('latin1'),
  }
  const answer = answerOf(envelope, digestOf(request), body, changes)
  const type = 'problem' in answer ? messageType.problem : messageType.answer
  const answerBytes = signer(changes.answerSigner ?? asked).sign(type, answer)
  return {
    version: '1',
    exchangeId: envelope.jti,
    request: request.toString('latin1'),
    answer: answerBytes.toString('latin1'),
    directory,
    journal: journalOf(envelope, answer, request, answerBytes, changes),
  }
}

function requestOf(): RequestEnvelope {
  const { to: _, ...question } = sandboxQuestion(asker, [asked], 'normal', madeAt)
  const iat = madeAt / 1000
  return { version: '1', iss: asker, aud: asked, jti: randomUUIDv7(), iat, exp: iat + 10, ...question }
}

function certificateOf({ purpose, fields, body }: RequestEnvelope): DepositCertificate {
  const question = body as Pick<DepositCertificate, 'person' | 'addressee'>
  return {
    version: '1',
    iss: asked,
    issuer: '上海市公积金管理中心',
    number: certificateNumber(asked, chinaDate(madeAt), 1),
    issuedAt: chinaDateTime(madeAt + 1000),
    validUntil: '2027-01-24',
    addressee: question.addressee,
    purpose: purpose ?? 'remote-housing-loan',
    applicationNumber: 'SANDBOX-0001',
    person: question.person,
    fields: fields ?? ['account'],
    facts: { asOf: chinaDateTime(madeAt), account: { number: '310000000010' } },
  }
}

function answerOf(
  request: RequestEnvelope,
  requestDigest: string,
  body: Record<string, unknown>,
  changes: Changes,
): AnswerEnvelope {
  const { problem } = changes.answer ?? {}
  return {
    version: '1',
    iss: request.aud,
    aud: request.iss,
    service: request.service,
    inResponseTo: request.jti,
    requestDigest,
    iat: madeAt / 1000 + 1,
    asOf: chinaDateTime(madeAt + 1000),
    ...(problem === undefined && { body }),
    ...changes.answer,
  }
}

function journalOf(
  request: RequestEnvelope,
  answer: AnswerEnvelope,
  requestBytes: Buffer,
  answerBytes: Buffer,
  { journal = (same) => same }: Changes,
): JournalEntry[] {
  const common = {
    exchangeId: request.jti,
    issuer: request.iss,
    audience: request.aud,
    service: request.service,
    purpose: request.purpose ?? '',
    basis: request.basis?.kind ?? '',
    operator: request.operator?.id ?? '',
    fields: request.fields?.join(',') ?? '',
    subject: 'keyed-hash',
    requestDigest: digestOf(requestBytes),
  }
  const outcome = answer.problem?.code ?? String(answer.body?.['outcome'])
  const drafts: EntryDraft[] = [
    { ...common, kind: 'asked', at: madeAt, outcome: 'sent', answerDigest: '' },
    { ...common, kind: 'concluded', at: madeAt + 1500, outcome, answerDigest: digestOf(answerBytes) },
  ]
  const entries: JournalEntry[] = []
  let head = { ...emptyChain, sequence: 11 }
  for (const draft of journal(drafts)) {
    const entry = chained(draft, head)
    entries.push(entry)
    head = entry
  }
  return entries
}

export function bytesOf(bundle: EvidenceBundle): Buffer {
  return Buffer.from(JSON.stringify(bundle, null, 2))
}
