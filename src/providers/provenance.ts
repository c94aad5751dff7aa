import type { LineageReply, OfficeLineage } from '../contracts/generated/types.ts'
import type { Dialect, DialectQuestion, Reply } from '../dialects/engine/dialect.ts'
import type { DialectFinding, Normalised } from '../dialects/engine/normalised.ts'

/** How one finding came about; the exchange it belongs to is known to whoever keeps it. */
export type Provenance = Omit<OfficeLineage, 'exchangeId'>

export type StoredReply = LineageReply

export function storedReply(name: string, { status, bytes }: Reply): StoredReply {
  return { name, ...(status !== undefined && { status }), bytes: bytes.toString('base64') }
}

/** All that is needed to read the replies again: JSON in UTF-8. Holds personal data. */
export function provenanceOf(
  { definition, version }: Dialect,
  { seed, ...question }: DialectQuestion,
  replies: StoredReply[],
  finding: DialectFinding,
): Buffer {
  const provenance: Provenance = {
    version: '1',
    dialect: { name: definition.dialect, version },
    question: { ...question, fields: [...question.fields], seed: seed.toString('base64') },
    replies,
    outcome: finding.outcome,
    ...(finding.outcome === 'found' && reading(finding.normalised)),
  }
  return Buffer.from(JSON.stringify(provenance))
}

function reading({ facts, lineage, missing, unmapped }: Normalised) {
  return {
    facts,
    lineage: Object.fromEntries(
      Object.entries(lineage).map(([fact, { from, by, notes }]) => [
        fact,
        { from: [...from], by, ...(notes && { notes: [...notes] }) },
      ]),
    ),
    missing: [...missing],
    unmapped: [...unmapped],
  }
}
