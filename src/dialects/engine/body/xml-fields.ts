import type { DialectXmlFields } from '../../../contracts/generated/types.ts'
import type { Charset } from '../charset.ts'
import { type Scope, unaskable } from '../scope.ts'
import { filled } from '../templates.ts'

const entities: Readonly<Record<string, string>> = {
  '<': '&lt;',
  '>': '&gt;',
  '&': '&amp;',
  '"': '&quot;',
  "'": '&apos;',
}

/** Named as the platforms name it, which write GBK there. */
const encodings: Readonly<Record<Charset, string>> = { 'utf-8': 'UTF-8', gb18030: 'GBK' }

/** `<message><head><field name="…">…</field></head><body>…</body></message>`, as the national settlement platform has it. */
export function xmlFieldsText(
  { head, body }: DialectXmlFields,
  scope: Scope,
  charset: Charset = 'utf-8',
): string {
  const halves = `<head>${fields(head, scope)}</head><body>${fields(body, scope)}</body>`
  return `<?xml version="1.0" encoding="${encodings[charset]}"?><message>${halves}</message>`
}

function fields(templates: Readonly<Record<string, string>>, scope: Scope): string {
  return Object.entries(templates)
    .map(([name, template]) => {
      const text = filled(template, scope)
      if (/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u.test(text)) {
        throw unaskable(scope, name, '含有 XML 1.0 不允许的字符 it has a character that XML 1.0 does not')
      }
      return `<field name="${escaped(name)}">${escaped(text)}</field>`
    })
    .join('')
}

function escaped(text: string): string {
  return text.replaceAll(/[<>&"']/g, (character) => entities[character] ?? character)
}
