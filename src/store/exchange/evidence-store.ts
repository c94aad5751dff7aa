import type { JournalEntry } from '../../contracts/generated/types.ts'
import { GatewayError } from '../../errors.ts'
import { isOfTheExchange } from '../../journal/entry.ts'
import { type Database, row } from '../database.ts'
import { answerContext, provenanceContext, requestContext } from './message-contexts.ts'
import type { JournalTable } from '../journal/journal-table.ts'
import type { Sealer } from '../sealer.ts'

/** What was kept of one exchange. */
export interface KeptExchange {
  request: Buffer
  answer: Buffer
  /** The signed directory under which it was judged; empty where it could not be kept. */
  directory: string
  journal: JournalEntry[]
}

/** Fails with EVIDENCE_INVALID where stored bytes were altered. Of two askers' exchanges with one id, the first counts. */
export interface EvidenceStore {
  /** The exchange of that id, when it was concluded with an answer. */
  kept(exchangeId: string): Promise<KeptExchange | undefined>
  /** How its facts came to be found, where they are not our own. */
  provenance(exchangeId: string): Promise<Buffer | undefined>
}

export function createEvidenceStore(deps: {
  database: Database
  journal: JournalTable
  sealer: Sealer
}): EvidenceStore {
  const { database, journal, sealer } = deps
  return {
    async provenance(exchangeId) {
      const issuer = (await journal.ofExchange(exchangeId))[0]?.issuer
      if (issuer === undefined) return undefined
      const found = await database.read(() =>
        row(
          "select provenance from exchange where direction = 'answered' and issuer = ? and id = ?",
          issuer,
          exchangeId,
        ),
      )
      if (!found?.['provenance']) return undefined
      return opened(`provenance of exchange ${exchangeId}`, () =>
        sealer.open(found['provenance'] as Uint8Array, provenanceContext({ issuer, id: exchangeId })),
      )
    },
    async kept(exchangeId) {
      const entries = await journal.ofExchange(exchangeId)
      const issuer = entries[0]?.issuer
      if (issuer === undefined) return undefined
      // What was done with it here later is no part of what proves the exchange to others.
      const own = entries.filter((entry) => entry.issuer === issuer && isOfTheExchange(entry))
      const key = { issuer, id: exchangeId }
      // What we asked, also where we answered it ourselves for a centre that we represent.
      const direction = own.some(({ kind }) => kind === 'asked') ? 'asked' : 'answered'
      const found = await database.read(() =>
        row(
          'select request, answer, token from exchange left join directory on version = directory_version where direction = ? and issuer = ? and id = ?',
          direction,
          issuer,
          exchangeId,
        ),
      )
      if (!found?.['request'] || !found['answer']) return undefined
      return opened(`stored messages of exchange ${exchangeId}`, () => ({
        request: sealer.open(found['request'] as Uint8Array, requestContext(key)),
        answer: sealer.open(found['answer'] as Uint8Array, answerContext(key)),
        directory: String(found['token'] ?? ''),
        journal: own,
      }))
    },
  }
}

function opened<T>(where: string, open: () => T): T {
  try {
    return open()
  } catch (cause) {
    throw new GatewayError('EVIDENCE_INVALID', { where, cause })
  }
}
