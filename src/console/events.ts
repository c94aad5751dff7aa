import type { GivingAction } from '../domain/giving-actions.ts'
import type { ConsolePerson } from './person.ts'

/** Who came and went, and what people were given. */
export interface ConsoleEvents {
  onSignedIn(person: ConsolePerson): void
  onSignedOut(person: ConsolePerson): void
  onGiving(action: GivingAction): void
}
