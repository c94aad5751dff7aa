import { Counter, Gauge, type Registry } from 'prom-client'
import type { Metrics } from './ports.ts'

export function consoleFigures(registers: Registry[]): Pick<Metrics, 'signedIn' | 'sessions'> {
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
  return {
    signedIn: () => signIns.inc(),
    sessions(figures) {
      sessions.reset()
      if (!figures) return
      for (const [state, count] of Object.entries(figures)) sessions.set({ state }, count)
    },
  }
}
