import type { PeerState } from '../peers/lane.ts'

interface Lines {
  states(): PeerState[]
}

/** Of a centre that we represent and ask ourselves, the breaker before its own interface: nearest to what is sick. */
export function breakersOf({ peers, represented }: { peers: Lines; represented: Lines }): PeerState[] {
  const behindUs = represented.states()
  const codes = new Set(behindUs.map(({ code }) => code))
  return [...peers.states().filter(({ code }) => !codes.has(code)), ...behindUs]
}
