import { computed, readonly, ref, shallowRef } from 'vue'
import type { ConsoleRight } from '../rights.ts'
import type { ShownSession } from '../shown/session.ts'
import { problemOf } from './problem.ts'
import { leaveFor } from './unsaved.ts'

const held = shallowRef<ShownSession>()
const shut = ref(false)
const fictitious = ref(false)
let waiting: ((open: boolean) => void)[] = []
/** The token of the session that the lock was shut in. */
let shutIn: string | undefined

/** Who is signed in; undefined: nobody. */
export const session = computed(() => held.value)
/** Whether all data is invented, which has to be said before anybody signs in too. */
export const sandbox = readonly(fictitious)
/** Whether the lock screen stands before the page. */
export const locked = readonly(shut)

export function can(right: ConsoleRight): boolean {
  return held.value?.rights.includes(right) ?? false
}

export function csrfToken(): string | undefined {
  return held.value?.csrf
}

/** Asks who is signed in; nobody is no failure. */
export async function loadSession(): Promise<void> {
  const found = await readSession()
  if (found) held.value = found
}

export function lock(): void {
  if (!held.value || shut.value) return
  shut.value = true
  shutIn = held.value.csrf
}

/** Settles once the lock is open again; false where there is nobody to unlock. */
export function untilUnlocked(): Promise<boolean> {
  if (!held.value) return Promise.resolve(false)
  lock()
  return new Promise((resolve) => waiting.push(resolve))
}

/** Takes what another window signed in anew; the page is left where it is now somebody else who sits there. */
export async function renew(): Promise<boolean> {
  const found = await readSession()
  if (!found) return false
  if (found.person.staff !== held.value?.person.staff) {
    leave()
    return false
  }
  held.value = found
  return true
}

/** Nothing of what was on the screen is for whoever sits there now. */
export function leave(): void {
  leaveFor('/console/')
}

/** After signing in anew: what was on the screen goes on. The session from before opens nothing, though the server may not have heard of the lock yet. */
export async function unlock(): Promise<boolean> {
  if (!(await renew()) || csrfToken() === shutIn) return false
  shut.value = false
  const callers = waiting
  waiting = []
  for (const go of callers) go(true)
  return true
}

async function readSession(): Promise<ShownSession | undefined> {
  const response = await fetch('/console/v1/session', { cache: 'no-store', credentials: 'same-origin' })
  fictitious.value = response.headers.get('x-sandbox') === 'true'
  if (response.ok) return (await response.json()) as ShownSession
  const problem = await problemOf(response)
  if (problem.status === 401) return undefined
  throw problem
}

/** Where the identity provider is met; it comes back to the page that was asked for. */
export function signInAddress(to: string): string {
  return `/console/sign-in?to=${encodeURIComponent(to)}`
}
