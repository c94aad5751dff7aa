import { Counter, Gauge, type Registry } from 'prom-client'
import { givingActions } from '../domain/giving-actions.ts'
import type { Metrics } from './ports.ts'

export function consoleFigures(registers: Registry[]): Pick<Metrics, 'signedIn' | 'given' | 'sessions'> {
  const signIns = new Counter({
    name: 'gateway_console_sign_ins_total',
    help: 'Sign-ins at the console that succeeded, unlocking among them',
    registers,
  })
  const sessions = new Gauge({
    name: 'gateway_console_sessions',
    help: 'People at the console, of all instances, by whether their session is open or locked',
    labelNames: ['state'],
    registers,
  })
  const given = new Counter({
    name: 'gateway_console_given_total',
    help: 'Full names and numbers, papers and signed messages that people at the console were given',
    labelNames: ['action'],
    registers,
  })
  // A rate has to know what it begins from.
  for (const action of givingActions) given.inc({ action }, 0)
  return {
    given: (action) => given.inc({ action }),
    signedIn: () => signIns.inc(),
    sessions(figures) {
      sessions.reset()
      if (!figures) return
      for (const [state, count] of Object.entries(figures)) sessions.set({ state }, count)
    },
  }
}
