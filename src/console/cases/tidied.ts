import { halfWidth } from '../../domain/half-width.ts'
import { unseenMarks } from '../../domain/legible.ts'

/** Text as people mean it: half-width letters, digits, dots and dashes, single spaces, none around it, nothing invisible. */
export function tidied(text: string | undefined): string {
  return halfWidth((text ?? '').replaceAll(unseenMarks, ''))
    .replaceAll('．', '.')
    .replaceAll('／', '/')
    .replaceAll('＿', '_')
    .replaceAll(/[－‐‑–—−]/gu, '-')
    .replaceAll(/\s+/gu, ' ')
    .trim()
}
