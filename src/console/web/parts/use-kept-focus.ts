import { onBeforeUpdate, onUpdated } from 'vue'
import { pageHeading } from './page-heading.ts'

/**
 * Where an update takes away what has the focus within a place, the focus goes on from there instead of falling to the page's top
 * (WCAG 2.4.3): to the next of the places named by `selector` that is still there, else to the nearest before, else to `otherwise`.
 */
export function useKeptFocus(
  place: () => HTMLElement | null | undefined,
  selector: string,
  otherwise: () => HTMLElement | null = pageHeading,
): void {
  let nearest: HTMLElement[] = []

  onBeforeUpdate(() => {
    const { activeElement: held } = document
    const within = place()
    if (!held || !within?.contains(held)) return
    const fallback = otherwise()
    nearest = nearestTo(held, [...within.querySelectorAll<HTMLElement>(selector)])
    if (fallback) nearest.push(fallback)
  })
  onUpdated(() => {
    if (document.activeElement === document.body) nearest.find(({ isConnected }) => isConnected)?.focus()
    nearest = []
  })
}

function nearestTo(held: Element, all: HTMLElement[]): HTMLElement[] {
  const follows = (element: HTMLElement): boolean =>
    (held.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0
  return [...all.filter(follows), ...all.filter((element) => !follows(element)).toReversed()]
}
