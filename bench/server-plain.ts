import { createHash, createPublicKey } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import express from 'express'
import { CompactSign, compactVerify } from 'jose'
import { chinaDate, chinaDateTime } from '../src/clock.ts'
import { createContracts } from '../src/contracts/contracts.ts'
import type { DepositCertificateIssueRequest, RequestEnvelope } from '../src/contracts/generated/types.ts'
import { createOwnCore } from '../src/providers/own-core.ts'
import { openCoreDatabase } from '../src/store/core-database.ts'
import { certificatesFromPem } from '../src/trust/certificate.ts'
import { readKey } from '../src/trust/keys.ts'
import { path } from './pool.ts'
import { attend, listen, readSetting } from './served.ts'

// (b) The same job as it is usually written: express.text, jose, JSON.parse, ajv, one durable transaction for each request.

const setting = readSetting()
const publicKey = createPublicKey(readFileSync(setting.askerCertificate))
const privateKey = readKey(readFileSync(setting.files.signKey, 'utf8'))
const x5c = certificatesFromPem(readFileSync(setting.files.signCertificate, 'utf8')).map(({ der }) =>
  Buffer.from(der).toString('base64'),
)
const contracts = createContracts()
const provider = createOwnCore({
  database: openCoreDatabase(setting.files.core),
  settings: { arrearsAfterMonths: 1, countBackPayments: true, ratioForm: 'percent' },
})
const database = new DatabaseSync(setting.store)
database.exec(`pragma journal_mode = wal; pragma synchronous = full;
  create table exchange (issuer text, id text, request text, answer text, primary key (issuer, id));
  create table journal (sequence integer primary key, at integer, exchange_id text, previous text, hash text)`)
const insertExchange = database.prepare('insert into exchange values (?, ?, ?, ?)')
const lastEntry = database.prepare('select hash from journal order by sequence desc limit 1')
const insertEntry = database.prepare(
  'insert into journal (at, exchange_id, previous, hash) values (?, ?, ?, ?)',
)
let issuedCount = 0

async function answerTo(token: string): Promise<string> {
  const { payload } = await compactVerify(token, publicKey)
  const envelope = JSON.parse(Buffer.from(payload).toString()) as RequestEnvelope
  valid('request-envelope', envelope)
  valid('deposit-certificate.issue.request', envelope.body)
  const now = Date.now()
  if (envelope.aud !== setting.code || Math.abs(envelope.iat * 1000 - now) > 60_000)
    throw new Error('refused')
  const certificate = await certificateFor(envelope, now)
  const answer = await signed(
    {
      version: '1',
      iss: setting.code,
      aud: envelope.iss,
      requestDigest: createHash('sha256').update(token).digest('base64url'),
      iat: Math.floor(now / 1000),
      asOf: chinaDateTime(now),
      service: envelope.service,
      inResponseTo: envelope.jti,
      body: { outcome: 'issued', ...certificate },
    },
    {},
  )
  keep(envelope, token, answer, now)
  return answer
}

async function certificateFor(
  { iss, purpose, basis, fields = [], body }: RequestEnvelope,
  now: number,
): Promise<{ number: string; certificate: string }> {
  const { person, addressee } = body as unknown as DepositCertificateIssueRequest
  const finding = provider.find({ person, fields, at: now })
  if (finding.outcome !== 'found') throw new Error(`${finding.outcome} for ${iss}`)
  issuedCount += 1
  const number = `${setting.code}${chinaDate(now).replaceAll('-', '')}${String(issuedCount).padStart(8, '0')}`
  const certificate = {
    version: '1',
    iss: setting.code,
    number,
    issuedAt: chinaDateTime(now),
    validUntil: Temporal.PlainDate.from(chinaDate(now)).add('P2M').toString(),
    addressee,
    purpose,
    applicationNumber: basis?.applicationNumber,
    person,
    fields,
    facts: finding.facts,
  }
  return { number, certificate: await signed(certificate, { x5c }) }
}

function signed(payload: object, header: { x5c?: string[] }): Promise<string> {
  return new CompactSign(Buffer.from(JSON.stringify(payload)))
    .setProtectedHeader({ alg: 'ES256', ...header })
    .sign(privateKey)
}

function keep(envelope: RequestEnvelope, request: string, answer: string, at: number): void {
  const previous = String(lastEntry.get()?.hash ?? '')
  const hash = createHash('sha256').update(`${previous}${at}${envelope.jti}${answer}`).digest('base64url')
  database.exec('begin immediate')
  try {
    insertExchange.run(envelope.iss, envelope.jti, request, answer)
    insertEntry.run(at, envelope.jti, previous, hash)
    database.exec('commit')
  } catch (error) {
    database.exec('rollback')
    throw error
  }
}

function valid(name: Parameters<typeof contracts.check>[0], value: unknown): void {
  const checked = contracts.check(name, value)
  if (!checked.ok) throw new Error(`${checked.where} ${checked.detail}`)
}

const app = express()
app.post(path, express.text({ type: 'application/jose' }), async (request, response) => {
  response.type('application/jose').send(await answerTo(request.body as string))
})
const listener = await listen(app, setting)
attend(listener.port, () => listener.stop(0))
