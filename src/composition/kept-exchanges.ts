import type { Contracts } from '../contracts/contracts.ts'
import type { EvidenceBundle, OfficeLineage } from '../contracts/generated/types.ts'
import { GatewayError } from '../errors.ts'
import type { Store } from '../store/store.ts'

/** The evidence bundle of an exchange; undefined where nobody knows it, or it was not concluded. Fails with EVIDENCE_INVALID. */
export async function evidenceOf(exchangeId: string, store: Store): Promise<EvidenceBundle | undefined> {
  const kept = await store.evidence.kept(exchangeId)
  return (
    kept && {
      version: '1',
      exchangeId,
      request: kept.request.toString('latin1'),
      answer: kept.answer.toString('latin1'),
      directory: kept.directory,
      journal: kept.journal,
    }
  )
}

/** How the facts of an answer came to be found; undefined where they are our own, or nobody knows the exchange. Fails with EVIDENCE_INVALID. */
export async function lineageOf(
  exchangeId: string,
  store: Store,
  contracts: Contracts,
): Promise<OfficeLineage | undefined> {
  const kept = await store.evidence.provenance(exchangeId)
  if (!kept) return undefined
  const checked = contracts.check('office.lineage', { exchangeId, ...JSON.parse(kept.toString()) })
  if (checked.ok) return checked.value
  throw new GatewayError('EVIDENCE_INVALID', {
    where: `provenance of exchange ${exchangeId} ${checked.where}`,
  })
}
