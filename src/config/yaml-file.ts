import {
  type Document,
  isMap,
  isNode,
  isScalar,
  LineCounter,
  parseDocument,
  type Scalar,
  stringify,
  visit,
} from 'yaml'
import { GatewayError } from '../errors.ts'
import { unreadable } from '../file-access.ts'
import { readSmallFile } from '../regular-file.ts'
import { yamlFault } from './yaml-faults.ts'

/** A parsed YAML file that knows on which line each value stands. */
export interface YamlFile {
  value: unknown
  /** `file:line` of the member or list item that a JSON pointer names, or of the nearest one around it. */
  place(pointer: string): string
}

/** YAML 1.2, of which JSON is a part. Fails with CONFIG_INVALID at file:line; repeated keys are refused. */
export function readYamlFile(path: string): YamlFile {
  return yamlFile(path, bytesOf(path).toString())
}

/** The text of a YAML file that was read already; `path` names it in errors. Fails as `readYamlFile` does. */
export function yamlFile(path: string, text: string): YamlFile {
  const lines = new LineCounter()
  const document = parseDocument(text, { ...parsing, lineCounter: lines })
  const at = (offset: number) => `${path}:${lines.linePos(offset).line}`
  const [error] = document.errors
  const fault = error ? { offset: error.pos[0], detail: yamlFault(error) } : faultIn(document)
  if (fault) throw new GatewayError('CONFIG_INVALID', { where: at(fault.offset), detail: fault.detail })
  return {
    value: document.toJS(),
    place(pointer) {
      const names = namesIn(pointer)
      for (let length = names.length; length > 0; length -= 1) {
        const offset = offsetOf(document, names.slice(0, length))
        if (offset !== undefined) return at(offset)
      }
      return at(0)
    },
  }
}

/** The parser's own look for repeated keys, and its quoting of lines, take time by the square of the text. */
const parsing = { uniqueKeys: false, prettyErrors: false, stringKeys: true } as const

const repeatedKey = yamlFault({ code: 'DUPLICATE_KEY', message: 'Map keys must be unique' })
const alias = '不接受别名 aliases (*name) are not taken'

/** The first of what the parser lets through and we do not: a repeated key, and an alias, which could make a small file into a huge value. */
function faultIn(document: Document.Parsed): { offset: number; detail: string } | undefined {
  let fault: { offset: number; detail: string } | undefined
  visit(document, {
    Map(_, { items }) {
      const repeated = repeatedIn(items.map(({ key }) => key))
      if (!repeated) return undefined
      fault = { offset: repeated.range?.[0] ?? 0, detail: repeatedKey }
      return visit.BREAK
    },
    Alias(_, { range }) {
      fault = { offset: range?.[0] ?? 0, detail: alias }
      return visit.BREAK
    },
  })
  return fault
}

function repeatedIn(keys: readonly unknown[]): Scalar | undefined {
  const seen = new Set<unknown>()
  return keys.filter(isScalar).find(({ value }) => {
    if (seen.has(value)) return true
    seen.add(value)
    return false
  })
}

/**
 * The text with other strings at some JSON pointers, and not another character changed: comments stay.
 * Fails with CONFIG_INVALID where a pointer leads to no string.
 */
export function withStrings(text: string, changes: Readonly<Record<string, string>>): string {
  const document = parseDocument(text, parsing)
  const places = Object.entries(changes).map(([pointer, value]) => {
    const node = document.getIn(namesIn(pointer).map(indexOrName), true)
    if (isScalar(node) && typeof node.value === 'string' && node.range) return { range: node.range, value }
    throw new GatewayError('CONFIG_INVALID', {
      where: pointer,
      detail: '此处没有可替换的文本 there is no text to replace',
    })
  })
  let changed = text
  for (const { range, value } of places.toSorted((a, b) => b.range[0] - a.range[0])) {
    changed = changed.slice(0, range[0]) + JSON.stringify(value) + changed.slice(range[1])
  }
  return changed
}

/** YAML of a value; undefined members are left out. */
export function yamlText(value: unknown): string {
  return stringify(value).trimEnd()
}

/** Where the key of a member begins, or an item of a list. */
function offsetOf(document: Document.Parsed, names: readonly string[]): number | undefined {
  const path = names.map(indexOrName)
  const around = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true)
  if (isMap(around)) {
    const key = around.items.find((pair) => isScalar(pair.key) && pair.key.value === names.at(-1))?.key
    return isNode(key) ? key.range?.[0] : undefined
  }
  const item = document.getIn(path, true)
  return isNode(item) ? item.range?.[0] : undefined
}

/** Fails with CONFIG_INVALID where the file cannot be read. */
export function bytesOf(path: string): Buffer {
  try {
    return readSmallFile(path)
  } catch (cause) {
    throw new GatewayError('CONFIG_INVALID', { where: path, detail: unreadable(cause), cause })
  }
}

function namesIn(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'))
}

function indexOrName(name: string): string | number {
  return /^[0-9]+$/.test(name) ? Number(name) : name
}
