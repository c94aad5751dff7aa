// What the windows of one browser tell one another: somebody is signed in, or nobody any more; the lock is shut; a hand was on the
// page. By this channel alone, as the provider's pages may cut every other tie between a window and the one that opened it.
type Told = 'signed-in' | 'signed-out' | 'locked' | 'hand'

/** One for both ways: no window hears itself. */
const channel = new BroadcastChannel('console')

export function tellWindows(told: Told): void {
  channel.postMessage(told)
}

/** Gives what stops listening. */
export function onTold(what: Told, then: () => void): () => void {
  const listen = ({ data }: MessageEvent<unknown>): void => {
    if (data === what) then()
  }
  channel.addEventListener('message', listen)
  return () => channel.removeEventListener('message', listen)
}
