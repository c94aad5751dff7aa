const held = new Set<string>()
let mayLeave = false

/** Whether the browser asks before the pages are left for good: what was typed there would go with them. */
export function askBeforeLeaving(where: 'new-case' | 'configuration', holds: boolean): void {
  if (holds) held.add(where)
  else held.delete(where)
  if (held.size > 0) window.addEventListener('beforeunload', ask)
  else window.removeEventListener('beforeunload', ask)
}

/** Elsewhere at once: who sat there has left, and what was typed is for nobody else. */
export function leaveFor(address: string): void {
  mayLeave = true
  window.location.assign(address)
}

function ask(event: BeforeUnloadEvent): void {
  if (!mayLeave) event.preventDefault()
}
