import { readFileSync } from 'node:fs'
import { GatewayError } from '../errors.ts'
import { type CentreFiles, put } from './files.ts'
import { type Misbehaviour, misbehaviours } from './simulators/simulator.ts'

/** How the interface of a simulated centre is set up: what it speaks, where, and what it gave out to the hub. */
export interface CentreSetup {
  /** Folder of src/dialects. */
  dialect: string
  /** On loopback. */
  port: number
  /** Names and values of the dialect's settings, secrets among them, and what only the centre's own side has. */
  settings: Readonly<Record<string, string>>
}

export function writeSetup({ setup }: CentreFiles, content: CentreSetup): void {
  put(setup, JSON.stringify(content, null, 2), true)
}

export function readSetup({ setup }: CentreFiles): CentreSetup {
  return JSON.parse(readFileSync(setup, 'utf8')) as CentreSetup
}

/** As the file says at this moment; a running centre asks at every question. */
export function misbehaviourOf({ misbehaviour }: CentreFiles): Misbehaviour {
  try {
    return asMisbehaviour(readFileSync(misbehaviour, 'utf8').trim())
  } catch {
    return 'none'
  }
}

/** Fails with USAGE_INVALID for any word that is none. */
export function setMisbehaviour({ misbehaviour }: CentreFiles, how: string): Misbehaviour {
  const known = asMisbehaviour(how)
  put(misbehaviour, `${known}\n`)
  return known
}

function asMisbehaviour(word: string): Misbehaviour {
  const known = misbehaviours.find((each) => each === word)
  if (known) return known
  throw new GatewayError('USAGE_INVALID', {
    where: word,
    detail: `须为其中之一 one of ${misbehaviours.join(', ')}`,
  })
}
