/** Places that are held for a while, by whoever takes them. */
export interface Places {
  /**
   * A place, until it is disposed of. Undefined where `may` says no: `own` are those that `who` holds already, `taken` those that
   * anybody does.
   */
  take(who: string, may: (own: number, taken: number) => boolean): Disposable | undefined
}

/** Counted in memory: of this process. */
export function createPlaces(): Places {
  const held = new Map<string, number>()
  let taken = 0
  return {
    take(who, may) {
      const own = held.get(who) ?? 0
      if (!may(own, taken)) return undefined
      held.set(who, own + 1)
      taken += 1
      return {
        [Symbol.dispose]() {
          taken -= 1
          const left = (held.get(who) ?? 0) - 1
          if (left > 0) held.set(who, left)
          else held.delete(who)
        },
      }
    },
  }
}
