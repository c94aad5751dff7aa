import { halfWidth } from '../../domain/half-width.ts'

/** Text as people mean it: half-width letters, digits, dots and dashes, single spaces, none around it, nothing invisible. */
export function tidied(text: string | undefined): string {
  return halfWidth((text ?? '').replaceAll(/\p{Format}/gu, ''))
    .replaceAll('．', '.')
    .replaceAll('／', '/')
    .replaceAll('＿', '_')
    .replaceAll(/[－‐‑–—−]/gu, '-')
    .replaceAll(/\s+/gu, ' ')
    .trim()
}
