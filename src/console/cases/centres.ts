import { chinaDate, type Clock } from '../../clock.ts'
import type { Agreement, Basis, FieldSet, OfficeCentre, Purpose } from '../../contracts/generated/types.ts'
import { fieldSets } from '../../domain/field-sets.ts'
import { provinceNames } from '../../domain/provinces.ts'
import type { CurrentDirectory, DirectoryView } from '../../speaker/ports.ts'
import type { BreakerState, ShownCentre, ShownCentres } from '../shown/cases.ts'
import { typedAs } from './pinyin.ts'

/** How a centre is for questions about persons, as its breaker has it. */
export interface CentreHealth {
  code: string
  state: BreakerState
  /** Median time to an answer, in milliseconds. */
  typicalMs?: number
}

export interface CentresDeps {
  self: string
  clock: Clock
  directory: CurrentDirectory
  /** The newest there was, whether or not it has expired: it still says who is who. */
  lastDirectory(): DirectoryView
  /** The centres that this member may ask about somebody on a day (China time), as a directory has it. */
  askable(view: DirectoryView, today: string): OfficeCentre[]
  /** Of every centre asked so far. */
  healths(): readonly CentreHealth[]
}

/** The centres that officers may ask. Everything but `nameOf` and `states` fails with DIRECTORY_EXPIRED. */
export interface Centres {
  shown(): ShownCentres
  /** Whether a certificate may be asked for there, by some agreement. */
  mayAsk(code: string): boolean
  /** For what: as the agreements say. */
  purposes(): Purpose[]
  /** The field sets that every one of these centres gives, as far as agreements say; all of them where none would be left. */
  fields(codes: readonly string[], purpose: Purpose, basis: Basis['kind']): FieldSet[]
  nameOf(code: string): string
  /** Of every centre asked so far, worked out anew. */
  states(): ReadonlyMap<string, BreakerState>
}

const service = 'deposit-certificate.issue'
/** Provinces of the Yangtze Delta come first. */
const delta = ['31', '32', '33', '34']

export function createCentres({ self, clock, directory, healths, ...deps }: CentresDeps): Centres {
  let typed: { version: number; names: Map<string, ReturnType<typeof typedAs>> } | undefined

  function current(): DirectoryView {
    return directory(clock())
  }

  function askable(view = current()): OfficeCentre[] {
    return deps.askable(view, chinaDate(clock())).filter(({ services }) => services.includes(service))
  }

  /** Pinyin takes a millisecond a name: made once for a directory. */
  function typedNames({ version, members }: DirectoryView): Map<string, ReturnType<typeof typedAs>> {
    if (typed?.version !== version) {
      const centres = [...members.values()].filter(({ kind }) => kind === 'centre')
      typed = { version, names: new Map(centres.map(({ code, name }) => [code, typedAs(name)])) }
    }
    return typed.names
  }

  function agreements(): Agreement[] {
    const today = chinaDate(clock())
    return current()
      .agreementsOf(self)
      .filter(({ notBefore, notAfter, services }) => {
        return notBefore <= today && today <= notAfter && services.includes(service)
      })
  }

  function purposes(): Purpose[] {
    return [...new Set(agreements().flatMap((agreement) => agreement.purposes))]
  }

  return {
    shown() {
      const view = current()
      const names = typedNames(view)
      const states = new Map(healths().map((health) => [health.code, health]))
      const shown = askable(view).map(({ code, name, division }): ShownCentre => {
        const health = states.get(code)
        // What used to be typical is not while it cannot be asked.
        const typicalMs = health?.state === 'closed' ? health.typicalMs : undefined
        return {
          code,
          name,
          division,
          ...(names.get(code) ?? typedAs(name)),
          state: health?.state ?? 'unproven',
          ...(typicalMs !== undefined && { typicalMs }),
        }
      })
      return { provinces: byProvince(shown), purposes: purposes() }
    },
    mayAsk: (code) => askable().some((centre) => centre.code === code),
    purposes,
    fields(codes, purpose, basis) {
      const agreed = agreements().filter(
        ({ purposes: those, bases }) => those.includes(purpose) && bases.includes(basis),
      )
      const common = fieldSets.filter((field) => codes.every((code) => widest(code, agreed).includes(field)))
      return common.length > 0 ? common : [...fieldSets]
    },
    nameOf: (code) => deps.lastDirectory().members.get(code)?.name ?? code,
    states: () => new Map(healths().map(({ code, state }) => [code, state])),
  }
}

/** One agreement has to cover all that is asked: of those with a centre, the one with most. */
function widest(code: string, agreements: readonly Agreement[]): readonly FieldSet[] {
  const own = agreements.filter(({ providers }) => providers.includes(code)).map(({ fields }) => fields)
  return own.toSorted((a, b) => b.length - a.length)[0] ?? fieldSets
}

function byProvince(centres: readonly ShownCentre[]): ShownCentres['provinces'] {
  const provinces = new Map<string, ShownCentre[]>()
  for (const centre of centres) {
    const code = centre.division.slice(0, 2)
    provinces.set(code, [...(provinces.get(code) ?? []), centre])
  }
  return [...provinces]
    .toSorted(([a], [b]) => rank(a).localeCompare(rank(b)))
    .map(([code, within]) => ({
      code,
      ...provinceAs(provinceNames[code] ?? code),
      centres: within.toSorted((a, b) => `${a.division}${a.code}`.localeCompare(`${b.division}${b.code}`)),
    }))
}

const typedProvinces = new Map<string, ReturnType<typeof typedAs>>()

/** A province as it is called and typed; there are few of them and they stay. */
function provinceAs(name: string): { name: string } & ReturnType<typeof typedAs> {
  const typed = typedProvinces.get(name) ?? typedAs(name)
  typedProvinces.set(name, typed)
  return { name, ...typed }
}

function rank(province: string): string {
  return `${delta.includes(province) ? 0 : 1}${province}`
}
