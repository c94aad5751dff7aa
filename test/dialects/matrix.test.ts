import { fieldSets } from '../../src/domain/field-sets.ts'
import { describe, expect, test } from '@jest/globals'
import type { DepositFacts } from '../../src/contracts/generated/types.ts'
import type { Finding } from '../../src/providers/provider.ts'
import { representedCentres } from '../../src/sandbox/centres.ts'
import { personas, type Persona } from '../../src/sandbox/personas.ts'
import { fileText, rowsBelow } from '../docs/markdown.ts'
import { type DialectCentre, withDialectCentre } from '../support/dialect-centres.ts'

/** Facts that no core of JGJ/T 320 holds: what a centre says beyond it stands by itself. */
const beyondCores = ['asOf', 'sourceNumber', 'loans.fraud']

/** What each dialect cannot carry, as docs/dialects.md tells it. */
const cannotCarry = new Map(
  rowsBelow(fileText('docs/dialects.md'), 'What each dialect cannot carry').map(
    ([dialect = '', facts = '']) => [
      dialect.replaceAll('`', ''),
      [...facts.matchAll(/`([^`]+)`/g)].map(([, fact = '']) => fact).sort(),
    ],
  ),
)

describe.each(representedCentres)('$city, in $dialect', (centre) => {
  test('answers about everybody as its own core would, but for what the dialect cannot carry', async () => {
    // One moment for all, lest the day turn between the core and the questions.
    const at = Date.now()
    const lost = new Set<string>()
    const asked: Record<string, unknown> = {}
    const expected: Record<string, unknown> = {}
    await withDialectCentre(centre, at, async (both) => {
      for (const persona of personas) {
        const { fromCentre, fromCore } = await ask(both, persona, at)
        const [there, here] = [factsOf(fromCentre), factsOf(fromCore)]
        for (const fact of here.keys()) if (!there.has(fact)) lost.add(fact)
        asked[persona.id] = { outcome: fromCentre.outcome, facts: Object.fromEntries(there) }
        expected[persona.id] = {
          outcome: fromCore.outcome,
          facts: Object.fromEntries([...here].filter(([fact]) => there.has(fact))),
        }
      }
    })
    expect(asked).toEqual(expected)
    expect([...lost].sort()).toEqual(cannotCarry.get(centre.dialect))
  })
})

async function ask(
  { peer, core, centre }: DialectCentre,
  { person }: Persona,
  at: number,
): Promise<{ fromCentre: Finding; fromCore: Finding }> {
  const question = {
    person,
    fields: fieldSets,
    at,
    deadline: Date.now() + 8_000,
    addressee: { code: '320101000000000', name: '江苏省省级机关住房资金管理中心' },
    applicationNumber: `MATRIX-${centre.division}`,
  }
  return { fromCentre: await peer.find(question), fromCore: core.find(question) }
}

/** By name, such as loans.count. */
function factsOf(finding: Finding): Map<string, unknown> {
  if (finding.outcome !== 'found') return new Map()
  const facts = Object.entries(finding.facts satisfies DepositFacts).flatMap(([set, value]) =>
    typeof value === 'object' && !Array.isArray(value)
      ? Object.entries(value).map(([name, fact]): [string, unknown] => [`${set}.${name}`, fact])
      : [[set, value] as [string, unknown]],
  )
  return new Map(facts.filter(([fact]) => !beyondCores.includes(fact)))
}
