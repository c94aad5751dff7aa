import { type Charset, encodeText } from '../charset.ts'
import type { Scope } from '../scope.ts'
import { filled } from '../templates.ts'
import { percentEncoded } from './percent.ts'

/** application/x-www-form-urlencoded, of the bytes that the charset makes; also a query. */
export function formText(
  fields: Readonly<Record<string, string>>,
  scope: Scope,
  charset: Charset = 'utf-8',
): string {
  const encoded = (text: string): string => percentEncoded(encodeText(text, charset))
  return Object.entries(fields)
    .map(([name, template]) => `${encoded(name)}=${encoded(filled(template, scope))}`)
    .join('&')
}
