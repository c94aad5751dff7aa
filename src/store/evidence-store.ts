import type { DatabaseSync } from 'node:sqlite'
import type { JournalEntry } from '../contracts/generated/types.ts'
import { GatewayError } from '../errors.ts'
import { answerContext, provenanceContext, requestContext } from './exchange-store.ts'
import type { JournalTable } from './journal-table.ts'
import type { Sealer } from './sealer.ts'

/** What was kept of one exchange. */
export interface KeptExchange {
  request: Buffer
  answer: Buffer
  /** The signed directory under which it was judged; empty where it could not be kept. */
  directory: string
  journal: JournalEntry[]
}

export interface EvidenceStore {
  /** The exchange of that id, when it was concluded with an answer; of two askers' exchanges with one id, the first. Fails with EVIDENCE_INVALID where stored bytes were altered. */
  kept(exchangeId: string): KeptExchange | undefined
  /** How its facts came to be found, where they are not our own; of two askers' exchanges with one id, the first's. Fails alike. */
  provenance(exchangeId: string): Buffer | undefined
}

export function createEvidenceStore(deps: {
  database: DatabaseSync
  journal: JournalTable
  sealer: Sealer
}): EvidenceStore {
  const select = deps.database.prepare(
    'select request, answer, token from exchange left join directory on version = directory_version where direction = ? and issuer = ? and id = ?',
  )
  const selectProvenance = deps.database.prepare(
    "select provenance from exchange where direction = 'answered' and issuer = ? and id = ?",
  )
  return {
    provenance(exchangeId) {
      const issuer = deps.journal.ofExchange(exchangeId)[0]?.issuer
      const sealed = issuer === undefined ? undefined : selectProvenance.get(issuer, exchangeId)?.provenance
      if (issuer === undefined || !sealed) return undefined
      try {
        return deps.sealer.open(sealed as Uint8Array, provenanceContext({ issuer, id: exchangeId }))
      } catch (cause) {
        throw new GatewayError('EVIDENCE_INVALID', { where: `provenance of exchange ${exchangeId}`, cause })
      }
    },
    kept(exchangeId) {
      const entries = deps.journal.ofExchange(exchangeId)
      const issuer = entries[0]?.issuer
      if (issuer === undefined) return undefined
      const journal = entries.filter((entry) => entry.issuer === issuer)
      const key = { issuer, id: exchangeId }
      // What we asked, also where we answered it ourselves for a centre that we represent.
      const direction = journal.some(({ kind }) => kind === 'asked') ? 'asked' : 'answered'
      const row = select.get(direction, issuer, exchangeId)
      if (!row?.request || !row.answer) return undefined
      try {
        return {
          request: deps.sealer.open(row.request as Uint8Array, requestContext(key)),
          answer: deps.sealer.open(row.answer as Uint8Array, answerContext(key)),
          directory: String(row.token ?? ''),
          journal,
        }
      } catch (cause) {
        throw new GatewayError('EVIDENCE_INVALID', {
          where: `stored messages of exchange ${exchangeId}`,
          cause,
        })
      }
    },
  }
}
