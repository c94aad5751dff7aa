/** Fields of one half of a message, in their order. */
export type Fields = Readonly<Record<string, string>>

export interface Message {
  head: Fields
  body: Fields
}

const entities: Readonly<Record<string, string>> = {
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&apos;': "'",
  '&amp;': '&',
}

/** Reads `<message><head><field name="…">…</field></head><body>…</body></message>`; undefined for anything else. */
export function readMessage(text: string): Message | undefined {
  const parts = /<message>\s*<head>(.*)<\/head>\s*<body>(.*)<\/body>\s*<\/message>\s*$/s.exec(text)
  if (!parts) return undefined
  const [, head = '', body = ''] = parts
  return { head: readFields(head), body: readFields(body) }
}

export function writeMessage({ head, body }: Message): string {
  return `<?xml version="1.0" encoding="GBK"?><message><head>${writeFields(head)}</head><body>${writeFields(body)}</body></message>`
}

function readFields(text: string): Fields {
  const fields = [...text.matchAll(/<field name="([^"]*)">([^<]*)<\/field>|<field name="([^"]*)"\s*\/>/g)]
  return Object.fromEntries(fields.map(([, name, value = '', empty = '']) => [name ?? empty, plain(value)]))
}

function writeFields(fields: Fields): string {
  return Object.entries(fields)
    .map(([name, value]) => `<field name="${name}">${value.replaceAll(/[<>"'&]/g, entityOf)}</field>`)
    .join('')
}

function plain(text: string): string {
  return text.replaceAll(/&(?:lt|gt|quot|apos|amp);/g, (entity) => entities[entity] ?? entity)
}

function entityOf(character: string): string {
  return Object.keys(entities).find((entity) => entities[entity] === character) ?? character
}
