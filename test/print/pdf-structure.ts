/** One element of the structure tree, in reading order. */
export interface StructureElement {
  type: string
  alt?: string
  actualText?: string
}

/** The structure tree of a PDF as pdfkit writes it: plain objects, one a number. */
export function elementsOf(pdf: Buffer): StructureElement[] {
  const objects = objectsOf(pdf)
  const root = [...objects.values()].find((body) => body.includes('/Type /StructTreeRoot'))
  return childrenIn(root ?? '').flatMap((id) => walk(id, objects))
}

function walk(id: string, objects: ReadonlyMap<string, string>): StructureElement[] {
  const body = objects.get(id) ?? ''
  const type = /\/S \/(\w+)/.exec(body)?.[1] ?? ''
  const alt = stringIn(body, 'Alt')
  const actualText = stringIn(body, 'ActualText')
  const element = { type, ...(alt !== undefined && { alt }), ...(actualText !== undefined && { actualText }) }
  return [element, ...childrenIn(body).flatMap((child) => walk(child, objects))]
}

function childrenIn(body: string): string[] {
  const kids = /\/K \[([^\]]*)\]/.exec(body)?.[1] ?? ''
  return kids.startsWith('<<') ? [] : [...kids.matchAll(/(\d+) 0 R/g)].map(([, id = '']) => id)
}

function objectsOf(pdf: Buffer): Map<string, string> {
  const found = pdf.toString('latin1').matchAll(/(?:^|\n)(\d+) 0 obj\n([\s\S]*?)\nendobj/g)
  return new Map([...found].map(([, id = '', body = '']) => [id, body]))
}

/** UTF-16 with its mark, or plain. */
function stringIn(body: string, key: string): string | undefined {
  const raw = new RegExp(`/${key} \\(((?:\\\\[\\s\\S]|[^\\\\)])*)\\)`).exec(body)?.[1]
  if (raw === undefined) return undefined
  const escapes: Record<string, string> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' }
  const text = raw.replace(/\\([\s\S])/g, (_, character: string) => escapes[character] ?? character)
  if (!text.startsWith('\xfe\xff')) return text
  return Buffer.from(text.slice(2), 'latin1').swap16().toString('utf16le')
}
