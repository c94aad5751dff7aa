import { EventEmitter, once } from 'node:events'

/** Wakes those who watch a job of this process; other processes are found by looking again. */
export interface Changes {
  tell(job: string): void
  /** Resolves at the next change, at the latest after `patienceMs` or when `signal` fires. */
  next(job: string, patienceMs: number, signal: AbortSignal): Promise<void>
}

export function createChanges(): Changes {
  const emitter = new EventEmitter()
  emitter.setMaxListeners(0)
  return {
    tell: (job) => void emitter.emit(job),
    async next(job, patienceMs, signal) {
      const until = AbortSignal.any([signal, AbortSignal.timeout(patienceMs)])
      await once(emitter, job, { signal: until }).catch(() => undefined)
    },
  }
}
