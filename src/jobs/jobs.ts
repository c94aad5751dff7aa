import { accept, newJob, type Submission } from './accept.ts'
import { createChanges } from './changes.ts'
import type { Job } from './job.ts'
import type { Concluded, JobBounds, JobsDeps, JobStore, NewJob } from './ports.ts'
import { createWork } from './work.ts'

/** Questions that may outlive their request (任务): accepted durably, asked in turn, watched, cancelled. */
export interface Jobs extends AsyncDisposable {
  /** Gives the id. Fails as `accept` does. */
  submit(submission: Submission): Promise<string>
  /** For whoever keeps the job together with something else: checks, and gives what to keep and within which bounds. Fails as `submit` does. */
  prepare(submission: Submission): { job: NewJob; bounds: JobBounds }
  /** A prepared job has been kept. */
  look(): void
  find(id: string, caller: string): Promise<Job | undefined>
  list(caller: string): Promise<Job[]>
  batch(id: string, caller: string): Promise<{ place: number; job: Job }[]>
  /** False: no such job of this caller. */
  cancel(id: string, caller: string): Promise<boolean>
  /** Resolves when the job may have changed since `revision`, at the latest after `patienceMs` or when `signal` fires. */
  changed(id: string, patienceMs: number, signal: AbortSignal): Promise<void>
  /** Fires when nobody can watch here any longer: whoever does comes back to where the gateway goes on. */
  watchable: AbortSignal
  /** Ends all watching, as when the process stops or another configuration takes over. */
  letGo(): void
  /** A centre that was failing is well again. */
  recovered(centre: string): void
  /** A question to a centre ended, whoever asked: where it was answered, what waits there is asked too. */
  heard(concluded: Concluded): void
  /** Asks one waiting part at once. */
  hurry(id: string, centre: string): Promise<void>
  /** Figures for metrics. */
  figures: JobStore['figures']
  /** Takes no further part; what is in hand ends, or is given back after `graceMs`. */
  stop(graceMs: number): Promise<void>
}

export function createJobs(deps: JobsDeps): Jobs {
  const changes = createChanges()
  const work = createWork(deps, changes)
  const watchable = new AbortController()
  const { store } = deps
  return {
    async submit(submission) {
      const id = await accept(submission, deps)
      work.look()
      return id
    },
    prepare: (submission) => ({ job: newJob(submission, deps), bounds: deps.bounds }),
    look: () => work.look(),
    find: (id, caller) => store.find(id, caller),
    list: (caller) => store.list(caller, 100),
    batch: (id, caller) => store.batch(id, caller),
    async cancel(id, caller) {
      const known = await store.cancel(id, caller, deps.clock())
      changes.tell(id)
      work.look()
      return known
    },
    changed: (id, patienceMs, signal) => changes.next(id, patienceMs, signal),
    watchable: watchable.signal,
    letGo: () => watchable.abort(),
    recovered: (centre) => work.recovered(centre),
    heard: (concluded) => work.heard(concluded),
    async hurry(id, centre) {
      if (await store.hurry(id, centre, deps.clock())) work.look()
    },
    figures: () => store.figures(),
    stop: (graceMs) => work.stop(graceMs),
    async [Symbol.asyncDispose]() {
      watchable.abort()
      await work.stop(0)
    },
  }
}
