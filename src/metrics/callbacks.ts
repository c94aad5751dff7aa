import { Counter, Gauge, type Registry } from 'prom-client'
import { breakerStates } from './breaker-states.ts'
import type { Metrics } from './ports.ts'

export function callbackFigures(registers: Registry[]): Pick<Metrics, 'callbacks' | 'calledBack'> {
  const calledBack = new Counter({
    name: 'gateway_callbacks_total',
    help: 'Tries of callbacks, by place and whether it took them',
    labelNames: ['caller', 'place', 'outcome'],
    registers,
  })
  function gauge<Label extends string = never>(name: string, help: string, ...more: Label[]) {
    const labelNames = ['caller', 'place', ...more] as const
    return new Gauge({ name: `gateway_callback_${name}`, help, labelNames, registers })
  }
  const pending = gauge('pending', 'Callbacks that a place has not taken yet')
  const oldest = gauge('oldest_seconds', 'Age of the oldest callback that a place has not taken yet')
  const breaker = gauge('breaker_state', '1 for the state that the breaker of a place is in', 'state')
  return {
    calledBack: ({ caller, place, failure }) =>
      calledBack.inc({ caller, place, outcome: failure === undefined ? 'taken' : 'not-taken' }),
    callbacks(waiting, places, now) {
      for (const each of [pending, oldest, breaker]) each.reset()
      for (const { state, ...place } of places)
        for (const each of breakerStates) breaker.set({ ...place, state: each }, Number(each === state))
      if (!waiting) return
      for (const { caller, place } of places) pending.set({ caller, place }, 0)
      for (const { caller, place, ...figures } of waiting) {
        pending.set({ caller, place }, figures.pending)
        oldest.set({ caller, place }, Math.floor((now - figures.oldest) / 1000))
      }
    },
  }
}
