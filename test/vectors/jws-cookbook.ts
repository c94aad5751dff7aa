import type { JwsCase } from './jws-case.ts'

/** A file of ietf-jose/cookbook, the examples of RFC 7520 and RFC 8037. */
export interface CookbookFile {
  readonly title: string
  readonly input: { readonly key: unknown; readonly alg: string }
  readonly output: { readonly compact: string }
}

export function isCookbook(file: unknown): file is CookbookFile {
  if (typeof file !== 'object' || file === null || !('output' in file) || !('input' in file)) return false
  const { input, output } = file
  return hasText(output, 'compact') && hasText(input, 'alg') && !hasText(input, 'enc')
}

export function fromCookbook({ title, input, output }: CookbookFile): readonly JwsCase[] {
  return [{ id: title, token: output.compact, key: { jwk: input.key }, expected: 'valid' }]
}

function hasText(value: unknown, name: string): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    typeof (value as Record<string, unknown>)[name] === 'string'
  )
}
