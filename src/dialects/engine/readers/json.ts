import { Numeral, type Tree } from '../tree.ts'
import { maxDepth, unreadable } from './unreadable.ts'

/** Longest number in characters: more than any amount, and too short to keep a converter busy. */
const longestNumber = 40

interface Cursor {
  text: string
  at: number
}

/**
 * Reads JSON (RFC 8259) into a tree that keeps numbers as written. Stricter than JSON.parse: no repeated member, no
 * `__proto__`, bounded depth, no half surrogate pairs. Fails with CENTRE_ANSWER_INVALID.
 */
export function readJson(text: string): Tree {
  const cursor = { text, at: 0 }
  const tree = readValue(cursor, 0)
  skipSpace(cursor)
  if (cursor.at < text.length) throw notJson()
  return tree
}

function readValue(cursor: Cursor, depth: number): Tree {
  skipSpace(cursor)
  switch (cursor.text[cursor.at]) {
    case '{':
      return readObject(cursor, depth + 1)
    case '[':
      return readList(cursor, depth + 1)
    case '"':
      return readString(cursor)
    default:
      return readWord(cursor)
  }
}

function readObject(cursor: Cursor, depth: number): Tree {
  const object = Object.create(null) as { [name: string]: Tree }
  inside(cursor, '}', depth, () => {
    skipSpace(cursor)
    const name = readString(cursor)
    if (name === '__proto__') throw unreadable('有不允许的成员名 a member name is not allowed')
    if (Object.hasOwn(object, name)) throw unreadable('成员重复 a member is repeated')
    skipSpace(cursor)
    take(cursor, ':')
    object[name] = readValue(cursor, depth)
  })
  return object
}

function readList(cursor: Cursor, depth: number): Tree {
  const list: Tree[] = []
  inside(cursor, ']', depth, () => void list.push(readValue(cursor, depth)))
  return list
}

/** From the opening bracket to the closing one, with `readOne` for what stands between commas. */
function inside(cursor: Cursor, closing: string, depth: number, readOne: () => void): void {
  if (depth > maxDepth) throw unreadable('嵌套过深 nested too deeply')
  cursor.at += 1
  skipSpace(cursor)
  if (cursor.text[cursor.at] === closing) {
    cursor.at += 1
    return
  }
  for (;;) {
    readOne()
    skipSpace(cursor)
    if (cursor.text[cursor.at] === closing) break
    take(cursor, ',')
  }
  cursor.at += 1
}

function readString(cursor: Cursor): string {
  const { text, at } = cursor
  if (text[at] !== '"') throw notJson()
  cursor.at = endOfString(text, at)
  const value = parsed(text.slice(at, cursor.at))
  if (!value.isWellFormed()) throw unreadable('文本含不完整的代理对 a text has half a surrogate pair')
  return value
}

/** A run of what is neither space nor punctuation: a number, true, false, null. */
function readWord(cursor: Cursor): Tree {
  const pattern = /[^\s,:"[\]{}]*/y
  pattern.lastIndex = cursor.at
  const [word = ''] = pattern.exec(cursor.text) ?? []
  cursor.at += word.length
  if (word === 'null') return null
  if (word === 'true' || word === 'false') return word === 'true'
  if (word.length > longestNumber) throw unreadable('数字过长 a number is too long')
  if (!/^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(word)) throw notJson()
  return new Numeral(word)
}

/** The position behind the closing quote. */
function endOfString(text: string, start: number): number {
  for (let quote = text.indexOf('"', start + 1); quote >= 0; quote = text.indexOf('"', quote + 1)) {
    let slashes = 0
    while (text[quote - 1 - slashes] === '\\') slashes += 1
    if (slashes % 2 === 0) return quote + 1
  }
  throw notJson()
}

function parsed(quoted: string): string {
  try {
    return JSON.parse(quoted) as string
  } catch {
    throw notJson()
  }
}

function take(cursor: Cursor, character: string): void {
  if (cursor.text[cursor.at] !== character) throw notJson()
  cursor.at += 1
}

function skipSpace(cursor: Cursor): void {
  while (' \t\n\r'.includes(cursor.text[cursor.at] ?? 'end')) cursor.at += 1
}

function notJson(): Error {
  return unreadable('不是 JSON not JSON')
}
