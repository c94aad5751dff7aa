/** Of which one is 1. */
export const breakerStates = ['unproven', 'closed', 'half-open', 'open']
