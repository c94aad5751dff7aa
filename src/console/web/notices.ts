import { readonly, shallowRef } from 'vue'

export interface Notice {
  id: number
  text: string
  /** A page of ours that tells more. */
  to?: string
  /** Somebody has read it. */
  onClose?: () => void
}

const held = shallowRef<readonly Notice[]>([])
let last = 0

/** Said politely and kept until closed: nobody has to be quick. */
export const notices = readonly(held)

export function notify(text: string, more: Pick<Notice, 'to' | 'onClose'> = {}): void {
  held.value = [...held.value, { ...more, id: ++last, text }]
}

export function closeNotice(closed: Notice): void {
  held.value = held.value.filter(({ id }) => id !== closed.id)
  closed.onClose?.()
}
