import { chinaDate } from '../../src/clock.ts'
import type { MemberCode, Person } from '../../src/contracts/generated/types.ts'
import { fillSyntheticPeople } from '../../src/sandbox/core-people.ts'
import { openBehind } from './open-behind.ts'

/** People whose names, numbers and balances nothing else has, so that wherever they come to light they were leaked. */
export interface Canaries {
  people: readonly Person[]
  /** In fen, by the place of its owner. */
  balances: readonly number[]
  /** What of them is in a text, with where that was. */
  found(where: string, bytes: Buffer | string, which?: 'all' | 'who'): string[]
}

/** Puts as many people into a core database: at most 1,000. */
export function canariesIn(core: string, centre: MemberCode, count: number): Canaries {
  const people = fillSyntheticPeople(core, centre, count, chinaDate(Date.now())).map((person, i) => ({
    ...person,
    name: nameOf(i),
  }))
  using database = openBehind(core)
  const rename = database.prepare('update GRXX set XingMing = ? where ZJHM = ?')
  const enrich = database.prepare(
    'update GRZHXX set GRZHYE = ? where GRZH in (select GRZH from GRXX where ZJHM = ?)',
  )
  for (const [i, { name, idNumber }] of people.entries()) {
    rename.run(name, idNumber)
    enrich.run(inYuan(balanceOf(i)), idNumber)
  }
  const who = people.flatMap(({ name, idNumber }) => [name, idNumber, idNumber.slice(6, 17)])
  const amounts = people.flatMap((_, i) => [balanceOf(i), inYuan(balanceOf(i))])
  return {
    people,
    balances: people.map((_, i) => Number(balanceOf(i))),
    found(where, bytes, which = 'all') {
      const text = typeof bytes === 'string' ? Buffer.from(bytes) : bytes
      return [...who, ...(which === 'all' ? amounts : [])]
        .filter((canary) => text.includes(canary))
        .map((canary) => `${canary} in ${where}`)
    },
  }
}

/** In fen, of digits that nothing else here has. */
function balanceOf(i: number): string {
  return `73${String(i).padStart(3, '0')}91773`
}

function inYuan(fen: string): string {
  return `${fen.slice(0, -2)}.${fen.slice(-2)}`
}

/** Of characters that nothing else here has. */
function nameOf(i: number): string {
  const [hundreds, tens, ones] = [Math.floor(i / 100), Math.floor(i / 10) % 10, i % 10]
  return `${[...'鑫淼焱垚犇骉羴猋飍掱'][hundreds]}${[...'龘靐齉爩鱻麤龖飝灪厵'][tens]}${[...'瞐嘦垚奣孬嫑巭怹慜掱'][ones]}`
}
