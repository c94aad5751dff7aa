import type { Changes } from '../../jobs/changes.ts'
import type { Jobs } from '../../jobs/jobs.ts'
import { revisionOf } from './asks.ts'
import type { CaseStore, KeptCase } from './ports.ts'

/** What other instances do shows at the next look, in milliseconds. */
const lookEveryMs = 1_000

export interface FollowDeps {
  store: Pick<CaseStore, 'revision'>
  jobs: Pick<Jobs, 'changed'>
  /** Of cases: told of asks that were added. */
  changes: Pick<Changes, 'next'>
  /** As whoever follows may see it. Fails with CASE_UNKNOWN. */
  find(): Promise<KeptCase>
}

/** A case, and again after each change, until `signal` fires; the first only where it differs from revision `known`. */
export async function* followCase(
  { id, known, signal }: { id: string; known: number; signal: AbortSignal },
  { store, jobs, changes, find }: FollowDeps,
): AsyncGenerator<KeptCase> {
  let kept = await find()
  let told = revisionOf(kept)
  if (told !== known) yield kept
  while (!signal.aborted) {
    // Listens before it looks: nothing falls between.
    using awake = until(kept)
    if ((await store.revision(id)) === told) {
      await awake.change
    } else {
      kept = await find()
      told = revisionOf(kept)
      yield kept
    }
  }

  function until({ asks }: KeptCase): { change: Promise<unknown> } & Disposable {
    const done = new AbortController()
    const either = AbortSignal.any([signal, done.signal])
    const change = Promise.race([
      changes.next(id, lookEveryMs, either),
      ...asks.map((job) => jobs.changed(job.id, lookEveryMs, either)),
    ])
    return { change, [Symbol.dispose]: () => done.abort() }
  }
}
