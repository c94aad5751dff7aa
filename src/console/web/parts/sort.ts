import { ref } from 'vue'

/** Which column a table is sorted by, and which way. */
export function useSort(first: string, startDown = false) {
  const by = ref(first)
  const down = ref(startDown)

  /** The same column again turns it round. */
  function choose(name: string): void {
    down.value = by.value === name ? !down.value : false
    by.value = name
  }

  return { by, down, choose }
}

/** A sorted copy, by the text of one member; Chinese by pinyin. */
export function sorted<T extends object>(rows: readonly T[], by: string, down: boolean): T[] {
  const text = (row: T) => String((row as Record<string, unknown>)[by] ?? '')
  const order = rows.toSorted((a, b) => text(a).localeCompare(text(b), 'zh-CN'))
  return down ? order.toReversed() : order
}
