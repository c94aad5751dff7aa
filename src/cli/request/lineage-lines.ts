import { chinaDateTime } from '../../clock.ts'
import type { FactLineage, OfficeLineage } from '../../contracts/generated/types.ts'

/** Where facts came from as people read it: of each its value, its place in the reply, and what made it. */
export function lineageLines({
  exchangeId,
  dialect,
  question,
  replies,
  outcome,
  ...rest
}: OfficeLineage): string[] {
  const { facts = {}, lineage = {}, missing = [], unmapped = [] } = rest
  const { centre, at } = question
  const rows = Object.entries(lineage).map(([fact, from]) => [fact, valueOf(facts, fact), placeOf(from)])
  const widths = [0, 1].map((column) => Math.max(0, ...rows.map((row) => row[column]?.length ?? 0)))
  return [
    `${centre.name} (${centre.code})，${chinaDateTime(at)}`,
    `  交换编号 exchange: ${exchangeId}`,
    `  方言 dialect: ${dialect.name}, version ${dialect.version}`,
    `  结果 outcome: ${outcome}`,
    ...replies.map(({ name, status, bytes }) => {
      const size = Buffer.from(bytes, 'base64').length
      return `  应答 reply: ${name}, ${status === undefined ? '' : `HTTP ${status}, `}${size} bytes`
    }),
    ...(rows.length === 0 ? [] : ['']),
    ...rows.map(
      ([fact = '', value = '', place = '']) =>
        `  ${fact.padEnd(widths[0] ?? 0)}  ${value.padEnd(widths[1] ?? 0)}  ${place}`,
    ),
    ...listed('对方未提供 not given', missing),
    ...listed('未映射 not mapped', unmapped),
  ]
}

function placeOf({ from, by, notes = [] }: FactLineage): string {
  const source = from.length === 0 ? '' : `← ${from.join(', ')} `
  return `${source}(${[by, ...notes].join('; ')})`
}

/** A fact by its name, such as contribution.base, as it stands in JSON. */
function valueOf(facts: object, fact: string): string {
  let value: unknown = facts
  for (const name of fact.split('.')) value = (value as Record<string, unknown> | undefined)?.[name]
  return value === undefined ? '' : JSON.stringify(value)
}

function listed(label: string, names: readonly string[]): string[] {
  return names.length === 0 ? [] : ['', `  ${label}: ${names.join(', ')}`]
}
