import type { DialectDefinition, DialectReply } from '../../contracts/generated/types.ts'
import { decodeText } from './charset.ts'
import { readers, readReply } from './reading.ts'
import { refusal } from './refusal.ts'
import type { Tree } from './tree.ts'

/** A file is mostly saved as UTF-8, whatever the centre sends; else as the centre sends it. */
const charsets = ['utf-8', 'gb18030'] as const

/** A sample of the last reply as a file has it: its text, already decrypted. Fails with CENTRE_ANSWER_INVALID. */
export function readSample(bytes: Buffer, { dialect, calls }: DialectDefinition): Tree {
  const { name, reply } = calls.at(-1) ?? never()
  const { then: _, charset: __, ...plain } = reply
  const text = textOf(bytes, dialect)
  return readReply({ bytes: Buffer.from(text) }, name, plain, {
    dialect,
    at: 0,
    texts: new Map(),
    tables: {},
  })
}

/** A sample of which there is no definition yet: by its first characters. Fails with CENTRE_ANSWER_INVALID. */
export function readUnknownSample(bytes: Buffer): { format: DialectReply['format']; tree: Tree } {
  const text = textOf(bytes, 'sample').trim()
  const format = formatOf(text)
  return { format, tree: readers[format](text) }
}

function formatOf(text: string): DialectReply['format'] {
  if (!text.startsWith('<')) return 'json'
  return /<field\s/.test(text) ? 'xml-fields' : 'tags'
}

function textOf(bytes: Buffer, dialect: string): string {
  for (const charset of charsets) {
    const text = decodeText(bytes, charset)
    if (text !== undefined) return text.replace(/^\ufeff/, '')
  }
  throw refusal(dialect, 'sample', `不是这些字符编码 is not in ${charsets.join(' or ')}`)
}

function never(): never {
  throw new RangeError('a definition has a call')
}
