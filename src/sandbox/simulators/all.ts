import { GatewayError } from '../../errors.ts'
import { createBankFen } from './bank-fen.ts'
import { createBspTags } from './bsp-tags.ts'
import { createEpoint } from './epoint.ts'
import { createSettlement } from './settlement.ts'
import { createShineyue } from './shineyue.ts'
import type { CreateSimulator } from './simulator.ts'
import { createYbmap } from './ybmap.ts'
import { createYrdHub } from './yrd-hub.ts'

/** By the dialect that each speaks. */
const simulators: Readonly<Record<string, CreateSimulator>> = {
  'bank-fen': createBankFen,
  'bsp-tags': createBspTags,
  epoint: createEpoint,
  settlement: createSettlement,
  shineyue: createShineyue,
  ybmap: createYbmap,
  'yrd-hub': createYrdHub,
}

export function simulatorOf(dialect: string): CreateSimulator {
  const known = simulators[dialect]
  if (known) return known
  throw new GatewayError('CONFIG_INVALID', { where: dialect, detail: 'no simulator speaks it' })
}
