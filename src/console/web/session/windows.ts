// What the windows of one browser tell one another: the lock is open; a hand was on the page. By this channel alone, as the
// provider's pages may cut every other tie between a window and the one that opened it.
type Told = 'unlocked' | 'hand'

const name = 'console'

export function tellWindows(told: Told): void {
  const channel = new BroadcastChannel(name)
  channel.postMessage(told)
  channel.close()
}

/** Gives what stops listening. */
export function onTold(what: Told, then: () => void): () => void {
  const channel = new BroadcastChannel(name)
  channel.addEventListener('message', ({ data }) => {
    if (data === what) then()
  })
  return () => channel.close()
}
