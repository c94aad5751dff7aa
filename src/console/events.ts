import type { ConsolePerson } from './person.ts'

/** Who came and went. */
export interface ConsoleEvents {
  onSignedIn(person: ConsolePerson): void
  onSignedOut(person: ConsolePerson): void
}
