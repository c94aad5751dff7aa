import { onScopeDispose, shallowRef, watch } from 'vue'
import type { ShownWaiting } from '../../../shown/cases.ts'
import { get, post } from '../../api.ts'
import { reportFailure } from '../../failure.ts'
import { notify } from '../../notices.ts'
import { can, locked } from '../../session.ts'
import { returnedText } from './waiting-words.ts'

/** How often the waiting list is looked at in the background, in milliseconds. */
const every = 10_000

const held = shallowRef<ShownWaiting>()

/** The waiting list as last looked at, on whatever page. */
export const waitingShown = held

/** What this window told already. */
const told = new Set<string>()

/** Looks again, and tells what came back. The branch has seen it once somebody there has closed the notice, and not before. */
export async function lookAtWaiting(): Promise<void> {
  const shown = await get<ShownWaiting>('/waiting')
  held.value = shown
  if (!can('ask')) return
  const seen = () => void post('/waiting/seen', { mark: shown.mark }).catch(reportFailure)
  for (const one of shown.returned) {
    const name = `${one.caseId} ${one.centre.code} ${one.at}`
    if (!told.has(name)) notify(returnedText(one), { to: `/cases/${one.caseId}`, onClose: seen })
    told.add(name)
  }
}

/** Keeps the list fresh as long as the frame stands; while the screen is locked nothing is looked at. */
export function useWaitingWatch(): void {
  if (!can('ask')) return
  const look = () => {
    if (!locked.value) void lookAtWaiting().catch(() => undefined)
  }
  look()
  const timer = setInterval(look, every)
  watch(locked, look)
  onScopeDispose(() => clearInterval(timer))
}
