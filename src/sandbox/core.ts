import type { MemberCode, Person } from '../contracts/generated/types.ts'
import type { CoreWriter } from '../dialects/jgjt320/writer.ts'
import { addMonths, monthOf, type CalendarMonth } from '../domain/month.ts'
import { writeAccount, writeLoan } from './core-account.ts'
import { makeCore } from './core-database.ts'
import { storyOf } from './core-stories.ts'
import { unitsOf, writeUnit } from './core-units.ts'
import { isHeldAt, personas, type Persona } from './personas.ts'

/**
 * Makes the core database of one centre of the sandbox at `path`, in place of an old one: its personas, with payments
 * up to the month before `today` (`YYYY-MM-DD`). The same day gives the same content.
 */
export function createSandboxCore(path: string, centre: MemberCode, today: string): void {
  const present = monthOf(today)
  makeCore(path, (core) => {
    for (const unit of unitsOf(centre)) writeUnit(core, unit, addMonths(present, -1))
    for (const [i, persona] of personas.entries()) {
      if (isHeldAt(persona, centre)) writePersona(core, centre, i + 1, persona, present)
    }
  })
}

function writePersona(
  core: CoreWriter,
  centre: MemberCode,
  running: number,
  persona: Persona,
  present: CalendarMonth,
): void {
  const unit = unitsOf(centre)[running % 2 ? 0 : 1]
  const person = asHeld(persona)
  const { accounts, loan } = storyOf(persona.id, centre)
  for (const [i, story] of accounts.entries()) {
    const number = `${centre.slice(0, 6)}${String(running * 10 + i).padStart(6, '0')}`
    const setting = { number, unit: unit.account, ratio: unit.ratio, person, present }
    writeAccount(core, setting, story)
    if (loan && i === 0) writeLoan(core, setting, loan)
  }
}

/** The person as the core has them: one is still held under the 15 digits of before 1999. */
function asHeld({ id, person }: Persona): Person {
  if (id !== 'old-number') return person
  return { ...person, idNumber: person.idNumber.slice(0, 6) + person.idNumber.slice(8, 17) }
}
