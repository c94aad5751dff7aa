import { Counter, Gauge, Histogram, type Registry } from 'prom-client'
import type { Metrics } from './ports.ts'

export function storeFigures(
  registers: Registry[],
): Pick<Metrics, 'committed' | 'journal' | 'upkeep' | 'checks'> {
  const seconds = new Histogram({
    name: 'gateway_store_commit_seconds',
    help: 'Transactions of the store, from their begin until they are durable',
    buckets: [0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3],
    registers,
  })
  const writes = new Histogram({
    name: 'gateway_store_commit_writes',
    help: 'Writes that came together in one transaction of the store',
    buckets: [1, 2, 4, 8, 16, 32, 64],
    registers,
  })
  const failures = new Counter({
    name: 'gateway_store_commit_failures_total',
    help: 'Transactions of the store that failed; nothing of them is kept',
    registers,
  })
  const journal = new Gauge({
    name: 'gateway_journal_entries',
    help: 'Entries of the journal: the sequence number at its head',
    registers,
  })
  const upkeep = new Gauge({
    name: 'gateway_upkeep_timestamp_seconds',
    help: 'When a backup was last made, and when restoring one was last tried with success; 0 where never',
    labelNames: ['kind'],
    registers,
  })
  const checks = new Gauge({
    name: 'gateway_health_check',
    help: '1 where a check of readiness holds, 0 where it does not',
    labelNames: ['check'],
    registers,
  })
  return {
    committed(commit) {
      if (!commit.durable) failures.inc()
      seconds.observe(commit.seconds)
      writes.observe(commit.writes)
    },
    journal: (entries) => journal.set(entries),
    upkeep: (kind, done) => upkeep.set({ kind }, done?.holds ? Math.floor(done.at / 1000) : 0),
    checks(results) {
      checks.reset()
      for (const [check, { ok }] of Object.entries(results)) checks.set({ check }, Number(ok))
    },
  }
}
