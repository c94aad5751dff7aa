import type { ShownCaseCentre } from '../../../shown/cases.ts'
import { cityOf, slowText } from '../case-words.ts'

/** Of centres that have become slow, what is said aloud: once for each, as a text that counts seconds would be read out each second. */
export function createSlowNews() {
  const told = new Set<string>()
  return (centres: readonly ShownCaseCentre[], now: number): string | undefined => {
    const slow = centres.filter((centre) => !told.has(centre.code) && slowText(centre, now) !== undefined)
    if (slow.length === 0) return undefined
    for (const { code } of slow) told.add(code)
    return `${slow.map(({ name }) => cityOf(name)).join('、')}响应较慢，其他城市结果可先使用。`
  }
}
