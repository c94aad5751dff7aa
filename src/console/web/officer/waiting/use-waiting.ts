import { onScopeDispose, shallowRef, watch } from 'vue'
import type { ShownWaiting } from '../../../shown/cases.ts'
import { get, post } from '../../api.ts'
import { reportFailure } from '../../failure.ts'
import { notify } from '../../notices.ts'
import { useLatest } from '../../parts/use-latest.ts'
import { can, locked } from '../../session.ts'
import { seenMark, type Told } from './seen-mark.ts'
import { moreReturnedText, returnedText } from './waiting-words.ts'

/** How often the waiting list is looked at in the background, in milliseconds. */
const every = 10_000

const held = shallowRef<ShownWaiting>()

/** The waiting list as last looked at, on whatever page. */
export const waitingShown = held

/** What this window told already, by name. */
const told = new Map<string, Told>()
/** Up to where was told, in epoch milliseconds. */
let until = 0
/** What somebody gave up meanwhile is not brought back by a look that began before. */
const begin = useLatest()

/** Looks again, and tells what came back. The branch has seen it once somebody there has closed the notice, and not before. */
export async function lookAtWaiting(): Promise<void> {
  const isLatest = begin()
  const shown = await get<ShownWaiting>('/waiting')
  if (!isLatest()) return
  held.value = shown
  if (!can('ask')) return
  until = Math.max(until, Number(shown.mark))
  for (const one of shown.returned) {
    const at = Date.parse(one.at)
    tellOnce(`${one.caseId} ${one.centre.code} ${one.at}`, at, returnedText(one), `/cases/${one.caseId}`)
  }
  // After all that it comes after.
  if (shown.moreReturned) tellOnce(`after ${shown.mark}`, until + 1, moreReturnedText)
}

function tellOnce(name: string, at: number, text: string, to?: string): void {
  if (told.has(name)) return
  const one: Told = { at, isOpen: true }
  told.set(name, one)
  notify(text, { ...(to !== undefined && { to }), onClose: () => void closed(one).catch(reportFailure) })
}

async function closed(one: Told): Promise<void> {
  one.isOpen = false
  const all = [...told.values()]
  const mark = seenMark(all, until)
  if (mark !== undefined) await post('/waiting/seen', { mark: String(mark) })
  if (held.value?.moreReturned && all.every(({ isOpen }) => !isOpen)) await lookAtWaiting()
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
