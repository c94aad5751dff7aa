/** A key of the whole page, as aria-keyshortcuts writes it; ⌘ of a Mac counts as Control. */
export type Shortcut = 'F2' | `Control+${string}`

export interface KeyPress {
  key: string
  ctrlKey: boolean
  metaKey: boolean
  /** An input method still makes a character of it. */
  isComposing: boolean
}

/** Whatever Caps Lock does to the letter. */
export function isPressed(shortcut: Shortcut, { key, ctrlKey, metaKey, isComposing }: KeyPress): boolean {
  const wanted = shortcut.replace('Control+', '')
  if (isComposing || key.toLowerCase() !== wanted.toLowerCase()) return false
  return wanted === shortcut || ctrlKey || metaKey
}
