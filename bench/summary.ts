import { type ContenderName, contenderNames } from './contenders.ts'
import type { Round } from './round.ts'

/** Median over the rounds, with the lowest and the highest. */
export interface Spread {
  median: number
  min: number
  max: number
}

export interface Summary {
  servers: Record<ContenderName, Record<keyof Round, Spread>>
  /** How much more one server does than another, by CPU and by rate; taken round by round. */
  ratios: Record<RatioName, { cpu: Spread; rate: Spread }>
  /** Whether the ratios by CPU are what is promised. */
  ok: boolean
}

/** Gateway against each of the others. */
export const ratioNames = ['bare', 'plain', 'bareHttp'] as const
export type RatioName = (typeof ratioNames)[number]

/** What is promised of the gateway, by CPU: at least this much of what the other does. */
export const promised: Partial<Record<RatioName, number>> = { bare: 0.5, plain: 2 }

export function summarise(played: Record<ContenderName, Round[]>): Summary {
  const measures = ['rate', 'cpuMicros', 'p50', 'p99', 'generator'] as const
  const servers = recordOf(contenderNames, (name) =>
    recordOf(measures, (measure) => spread(played[name].map((round) => round[measure]))),
  )
  const ratios = recordOf(ratioNames, (other) => {
    const pairs = played.gateway.map((own, i) => [own, played[other][i] ?? own] as const)
    return {
      cpu: spread(pairs.map(([own, others]) => others.cpuMicros / own.cpuMicros)),
      rate: spread(pairs.map(([own, others]) => own.rate / others.rate)),
    }
  })
  const ok = ratioNames.every((name) => ratios[name].cpu.median >= (promised[name] ?? 0))
  return { servers, ratios, ok }
}

function recordOf<Name extends string, T>(names: readonly Name[], make: (name: Name) => T): Record<Name, T> {
  return Object.fromEntries(names.map((name) => [name, make(name)])) as Record<Name, T>
}

function spread(values: readonly number[]): Spread {
  const ascending = values.toSorted((a, b) => a - b)
  const at = (index: number) => ascending[index] ?? Number.NaN
  const last = ascending.length - 1
  return { median: (at(Math.floor(last / 2)) + at(Math.ceil(last / 2))) / 2, min: at(0), max: at(last) }
}
