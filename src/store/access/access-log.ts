import { randomBytes } from 'node:crypto'
import type { AccessLog } from '../../console/cases/ports.ts'
import { type AccessRecord, accessDigest } from '../../journal/access-record.ts'
import { seenBy } from '../case/case-rows.ts'
import { change, type Database, type Row, row, rows, type Transaction, type Work } from '../database.ts'
import { openedJson, sealedJson } from '../job/job-rows.ts'
import { appendEntry, entriesOfExchange } from '../journal/journal-table.ts'
import type { Sealer } from '../sealer.ts'

const columns =
  'sequence, at, staff, name, role, branch, action, case_id, centre, exchange_id, reason' as const

interface SealedReason {
  reason: string
  /** Of the digest in the journal. */
  salt: string
}

/** Records of who looked at what: rows are added, never changed; the journal's chain holds the digest of each that gave something out. */
export function createAccessLog({ database, sealer }: { database: Database; sealer: Sealer }): AccessLog {
  return {
    add: (record, journalled) =>
      database.write(function* (transaction) {
        const salt = yield* insertAccess(record, sealer)
        if (journalled) yield* journal(record, salt, transaction)
      }),
    async addOnce(record, since) {
      if (await database.read(() => isThere(record, since))) return
      await database.write(function* () {
        if (!(yield* isThere(record, since))) yield* insertAccess(record, sealer)
      })
    },
    list: ({ branches, from, to }, limit) =>
      database.read(function* () {
        const { sql, parameters } = seenBy(branches)
        const found = yield* rows(
          `select ${columns} from console_access where ${sql} and at >= ? and at < ? order by sequence desc limit ?`,
          ...parameters,
          from,
          to,
          limit,
        )
        return found.map((each) => recordOf(each, sealer))
      }),
  }
}

function* isThere({ caseId, staff, action, centre }: AccessRecord, since: number): Work<boolean> {
  const found = yield* row(
    'select sequence from console_access where case_id = ? and staff = ? and at >= ? and action = ? and centre = ? limit 1',
    caseId,
    staff,
    since,
    action,
    centre,
  )
  return found !== undefined
}

/** Gives the salt that it was sealed with. */
export function* insertAccess(record: AccessRecord, sealer: Sealer): Work<string> {
  const salt = randomBytes(16).toString('base64url')
  const last = yield* row('select sequence from console_access order by sequence desc limit 1')
  const sequence = Number(last?.['sequence'] ?? 0) + 1
  const { at, staff, name, role, branch, action, caseId, centre, exchangeId, reason } = record
  yield* change(
    `insert into console_access (${columns}) values (${'?, '.repeat(10)}?)`,
    sequence,
    at,
    staff,
    name,
    role,
    branch,
    action,
    caseId,
    centre,
    exchangeId,
    sealedJson({ reason, salt } satisfies SealedReason, reasonContext(sequence), sealer),
  )
  return salt
}

/** What the exchange was, as its own entries have it, and who looked. */
function* journal(record: AccessRecord, salt: string, transaction: Transaction): Work<void> {
  const [first] = yield* entriesOfExchange(record.exchangeId)
  yield* appendEntry(
    {
      at: record.at,
      kind: 'looked',
      exchangeId: record.exchangeId,
      issuer: first?.issuer ?? '',
      audience: first?.audience ?? '',
      service: first?.service ?? '',
      purpose: first?.purpose ?? '',
      basis: first?.basis ?? '',
      operator: record.staff,
      fields: first?.fields ?? '',
      subject: first?.subject ?? '',
      outcome: record.action,
      requestDigest: accessDigest(record, salt),
      answerDigest: '',
    },
    transaction,
  )
}

function recordOf(found: Row, sealer: Sealer): AccessRecord {
  const sequence = Number(found['sequence'])
  return {
    at: Number(found['at']),
    staff: String(found['staff']),
    name: String(found['name']),
    role: String(found['role']),
    branch: String(found['branch']),
    action: String(found['action']),
    caseId: String(found['case_id']),
    centre: String(found['centre']),
    exchangeId: String(found['exchange_id']),
    reason: openedJson<SealedReason>(found['reason'], reasonContext(sequence), sealer).reason,
  }
}

function reasonContext(sequence: number): string {
  return `access ${sequence} reason`
}
