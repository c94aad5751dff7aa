import type { ShownMessages } from '../../../shown/board.ts'

/** What was found last, so that one comes back from a message to the list. It names nobody: exchanges and centres only. */
export const lastSearch: { found: ShownMessages | undefined; byPerson: boolean } = {
  found: undefined,
  byPerson: false,
}
