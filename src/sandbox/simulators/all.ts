import { GatewayError } from '../../errors.ts'
import { createAntchain } from './antchain.ts'
import { createBankFen } from './bank-fen.ts'
import { createBspTags } from './bsp-tags.ts'
import { createEpoint } from './epoint.ts'
import { createHuidao } from './huidao.ts'
import { createSettlement } from './settlement.ts'
import { createShineyue } from './shineyue.ts'
import type { CreateSimulator } from './simulator.ts'
import { createSuzhouQuery } from './suzhou-query.ts'
import { createYbmap } from './ybmap.ts'
import { createYrdHub } from './yrd-hub.ts'

/** By the dialect that each speaks. */
const simulators: Readonly<Record<string, CreateSimulator>> = {
  antchain: createAntchain,
  'bank-fen': createBankFen,
  'bsp-tags': createBspTags,
  epoint: createEpoint,
  huidao: createHuidao,
  settlement: createSettlement,
  shineyue: createShineyue,
  'suzhou-query': createSuzhouQuery,
  ybmap: createYbmap,
  'yrd-hub': createYrdHub,
}

export function simulatorOf(dialect: string): CreateSimulator {
  const known = simulators[dialect]
  if (known) return known
  throw new GatewayError('CONFIG_INVALID', {
    where: dialect,
    detail: '没有对应的模拟程序 no simulator speaks it',
  })
}
