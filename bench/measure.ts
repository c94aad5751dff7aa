import type { Contender, ContenderName } from './contenders.ts'
import type { MakePool } from './pool.ts'
import { playRound, type Round } from './round.ts'

export interface Plan {
  /** Measured rounds of each server. */
  rounds: number
  /** Length of a round. */
  seconds: number
}

/** More than any server here answers per second; a round ends early where it is not. */
const mostPerSecond = 8000
/** Requests after which the code of each server is as compiled as it gets. */
const warmUp = 10_000

/**
 * Plays the rounds in turn, so that what the machine does meanwhile falls on all, after a warm-up that is not measured.
 * Each pool is signed right before its round.
 */
export async function measure(
  contenders: readonly Contender[],
  makePool: MakePool,
  { rounds, seconds }: Plan,
  progress: (text: string) => void,
): Promise<Record<ContenderName, Round[]>> {
  for (const contender of contenders) {
    progress(`warming up ${contender.name}`)
    await playRound(contender, makePool(warmUp, Date.now()), 50)
  }
  const played: Record<ContenderName, Round[]> = { bare: [], plain: [], gateway: [], bareHttp: [] }
  for (let round = 0; round < rounds; round += 1) {
    progress(`round ${round + 1} of ${rounds}`)
    for (const contender of contenders) {
      const pool = makePool(mostPerSecond * seconds, Date.now())
      played[contender.name].push(await playRound(contender, pool, seconds))
    }
  }
  return played
}
