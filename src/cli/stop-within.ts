/** Asks a process to stop, and kills it where it has not ended after so many milliseconds: it may hang, or be stopped by a signal. */
export async function stopWithin(
  patienceMs: number,
  kill: (signal: 'SIGTERM' | 'SIGKILL') => void,
  ended: Promise<unknown>,
): Promise<void> {
  kill('SIGTERM')
  const timer = setTimeout(() => kill('SIGKILL'), patienceMs)
  await ended
  clearTimeout(timer)
}
