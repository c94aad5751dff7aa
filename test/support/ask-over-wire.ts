import { converse } from '../../src/dialects/engine/converse.ts'
import type { DialectQuestion } from '../../src/dialects/engine/dialect.ts'
import type { DialectFinding } from '../../src/dialects/engine/normalised.ts'
import { createLine } from '../../src/peers/open-line.ts'
import { simulatorOf } from '../../src/sandbox/simulators/all.ts'
import type { HeldAccount } from '../../src/sandbox/simulators/held.ts'
import type { Misbehaviour } from '../../src/sandbox/simulators/simulator.ts'
import { held, heldAccount } from '../sandbox/simulators/held-by-hand.ts'
import { type DialectId, dialectSetups } from './dialect-setups.ts'
import { listening } from './over-tcp.ts'
import { dialectOf, questionAbout } from './replay.ts'

/** A simulated centre, and how it is asked. */
export interface SimulatedCentre {
  dialect: DialectId
  /** What both sides have, where it is not what the dialect's setup has. */
  settings?: Readonly<Record<string, string>>
  /** What only the caller has, where it differs. */
  callerSettings?: Readonly<Record<string, string>>
  accounts?: readonly HeldAccount[]
  misbehaviour?: Misbehaviour
}

/** Asks a simulated centre in its dialect over its real transport; without a question, about somebody whose account it has. */
export async function askOverWire(
  centre: SimulatedCentre,
  question: Partial<DialectQuestion> = {},
): Promise<DialectFinding> {
  const asked = questionAbout(known, question)
  const { settings, callerSettings, accounts, misbehaviour } = {
    accounts: [heldAccount()],
    misbehaviour: 'none' as const,
    ...dialectSetups[centre.dialect],
    ...centre,
  }
  const server = simulatorOf(centre.dialect)({
    held: held(...accounts),
    settings,
    misbehaviour: () => misbehaviour,
    clock: () => asked.at,
  })
  const dialect = dialectOf(centre.dialect)
  const isHttp = dialect.definition.calls.some(({ http }) => http)
  await using open = await listening(server)
  const endpoint = `${isHttp ? 'http' : 'tcp'}://127.0.0.1:${open.port}`
  using line = createLine({ centre: asked.centre.code, endpoint, anchors: '' })
  const conversation = converse(dialect, { ...settings, ...callerSettings }, asked)
  const { signal } = new AbortController()
  let step = conversation.next()
  while (!step.done) step = conversation.next(await line.send(step.value, signal))
  return step.value
}

const known = { name: '沈清和', idType: 'resident-id', idNumber: '310101190001010011' } as const
