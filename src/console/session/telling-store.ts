import type { SessionStore } from './ports.ts'

/** Sessions with whoever wants to know at once what this process does to one. What another does is seen at the next look. */
export interface TellingSessionStore extends SessionStore {
  /** Calls `hear` each time that the session was locked or ended, until disposed of. */
  listen(digest: string, hear: () => void): Disposable
}

export function createTellingStore(store: SessionStore): TellingSessionStore {
  const listening = new Map<string, Set<() => void>>()
  const tell = (digest: string): void => listening.get(digest)?.forEach((hear) => hear())
  return {
    ...store,
    async lock(digest) {
      await store.lock(digest)
      tell(digest)
    },
    async end(digest) {
      await store.end(digest)
      tell(digest)
    },
    listen(digest, hear) {
      const all = listening.get(digest) ?? new Set()
      listening.set(digest, all.add(hear))
      return {
        [Symbol.dispose]() {
          all.delete(hear)
          if (all.size === 0 && listening.get(digest) === all) listening.delete(digest)
        },
      }
    },
  }
}
