import type { MemberCode, Person } from '../contracts/generated/types.ts'
import { daysAfter, parseDate } from '../domain/calendar.ts'
import { canonicalIdNumber } from '../domain/identity/id-number.ts'
import { fen } from '../domain/money.ts'
import { addMonths, monthOf } from '../domain/month.ts'
import { GatewayError } from '../errors.ts'
import { writeAccount, writeLoan } from './core-account.ts'
import { addToCore } from './core-database.ts'
import type { AccountStory, LoanStory } from './core-stories.ts'
import { unitsOf, writeUnit } from './core-units.ts'

const firstBirthday = '1901-01-01'
const peopleOfOneDay = 995
const mostPeople = 365 * peopleOfOneDay
const peopleOfOneUnit = 50

const surnames = '赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许'
const givenNames = '安柏晨岱恩芳光涵嘉凯兰明宁平琪然思桐文祥'

const steady: AccountStory = { status: 'normal', paid: Array.from({ length: 24 }, (_, i) => 24 - i) }
const repaid: LoanStory = {
  amount: fen(50_000_000),
  balance: fen(0),
  signed: 60,
  settled: 6,
  state: 'settled',
}

/**
 * Adds `count` invented people (363 175 at most) to the sandbox core of `centre` at `path`, each with 24 months of
 * payments up to the month before `today` (`YYYY-MM-DD`), every third with a settled loan. All are born in 1901.
 */
export function fillSyntheticPeople(
  path: string,
  centre: MemberCode,
  count: number,
  today: string,
): Person[] {
  if (count > mostPeople) {
    throw new GatewayError('CONFIG_INVALID', {
      where: 'count',
      detail: `至多 ${mostPeople} 人 at most ${mostPeople} people`,
    })
  }
  const people = Array.from({ length: count }, (_, i) => syntheticPerson(i))
  const present = monthOf(today)
  const pattern = unitsOf(centre)[0]
  addToCore(path, (core) => {
    for (const [i, person] of people.entries()) {
      const unit = `${centre.slice(0, 6)}9${String(Math.floor(i / peopleOfOneUnit)).padStart(6, '0')}`
      if (i % peopleOfOneUnit === 0) writeUnit(core, { ...pattern, account: unit }, addMonths(present, -1))
      const number = `${centre.slice(0, 6)}9${String(i).padStart(7, '0')}`
      const setting = { number, unit, ratio: pattern.ratio, person, present }
      writeAccount(core, setting, steady)
      if (i % 3 === 0) writeLoan(core, setting, repaid)
    }
  })
  return people
}

function syntheticPerson(i: number): Person {
  const day = Math.floor(i / peopleOfOneDay)
  const sequence = String((i % peopleOfOneDay) + 1).padStart(3, '0')
  const name = [surnames, givenNames, givenNames].map((list, place) =>
    list.charAt(Math.floor(i / list.length ** place) % list.length),
  )
  return {
    name: name.join(''),
    idType: 'resident-id',
    idNumber: canonicalIdNumber('resident-id', `310101${birthday(day)}${sequence}`),
  }
}

/** YYMMDD of the day of 1901, from 0. */
function birthday(day: number): string {
  const first = parseDate(firstBirthday)
  if (first === undefined) throw new RangeError('no such day')
  return daysAfter(first, day).slice(2).replaceAll('-', '')
}
