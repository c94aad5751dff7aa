/** What gives something of a person to somebody at the console: a full name and numbers, paper, signed messages. */
export const givingActions = ['reveal', 'print', 'evidence'] as const

export type GivingAction = (typeof givingActions)[number]

export function isGiving(action: string): action is GivingAction {
  return givingActions.some((giving) => giving === action)
}
