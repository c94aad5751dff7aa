import { onBeforeUnmount, onMounted } from 'vue'
import { locked } from '../session.ts'
import { isPressed, type Shortcut } from './shortcut.ts'

/** A key of the whole page while its component stands. Nothing behind the lock screen or under an open dialog is set off by it. */
export function useShortcut(shortcut: Shortcut, act: () => void): void {
  function onKey(event: KeyboardEvent): void {
    if (!isPressed(shortcut, event) || locked.value || document.querySelector('dialog[open]')) return
    event.preventDefault()
    act()
  }

  onMounted(() => window.addEventListener('keydown', onKey))
  onBeforeUnmount(() => window.removeEventListener('keydown', onKey))
}
