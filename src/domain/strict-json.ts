/** What a strict reading gives: the value, or what was wrong in a word or two that repeat nothing of the text. */
export type StrictJson = { ok: true; value: unknown } | { ok: false; fault: StrictJsonFault }

/** In Chinese and English. */
const faults = {
  encoding: '不是 UTF-8 编码 not UTF-8',
  grammar: '不是 JSON not JSON',
  depth: '嵌套过深 nested too deeply',
  repeated: '成员重复 a member is repeated',
  name: '有不允许的成员名 a member name is not allowed',
  number: '数字须为整数，且在此范围内 a number is not a whole number within ±(2^53-1)',
  surrogate: '文本含不完整的代理对 a string has half a surrogate pair',
} as const

export type StrictJsonFault = (typeof faults)[keyof typeof faults]

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const wholeNumber = /^-?(?:0|[1-9][0-9]*)$/
const surrogateEscape = /\\u[dD][89a-fA-F]/

/**
 * Reads JSON (RFC 8259) as I-JSON (RFC 7493) and stricter: UTF-8 without byte order mark, no repeated member,
 * no `__proto__`, bounded nesting, only whole numbers that a double holds exactly. The protocol has no other numbers.
 */
export function readStrictJson(bytes: Uint8Array, maxDepth = 12): StrictJson {
  let text: string
  try {
    text = utf8.decode(bytes)
  } catch {
    return { ok: false, fault: faults.encoding }
  }
  const fault = scan(text, maxDepth)
  if (fault) return { ok: false, fault }
  try {
    const value: unknown = JSON.parse(text)
    if (surrogateEscape.test(text) && !isWellFormed(value)) {
      return { ok: false, fault: faults.surrogate }
    }
    return { ok: true, value }
  } catch {
    return { ok: false, fault: faults.grammar }
  }
}

/** Walks the tokens once, before JSON.parse, so that depth is bounded before anything recurses. Grammar is left to JSON.parse. */
function scan(text: string, maxDepth: number): StrictJsonFault | undefined {
  const open: (Set<string> | undefined)[] = []
  let i = 0
  while (i < text.length) {
    const c = text.charCodeAt(i)
    if (c === 0x22) {
      const end = endOfString(text, i)
      const names = open.at(-1)
      if (names && isMemberName(text, end)) {
        const name = plainName(text.slice(i, end))
        if (name === undefined) return faults.grammar
        if (name === '__proto__') return faults.name
        if (names.has(name)) return faults.repeated
        names.add(name)
      }
      i = end
    } else if (c === 0x7b || c === 0x5b) {
      if (open.push(c === 0x7b ? new Set() : undefined) > maxDepth) return faults.depth
      i += 1
    } else if (c === 0x7d || c === 0x5d) {
      open.pop()
      i += 1
    } else if (c === 0x2d || (c >= 0x30 && c <= 0x39)) {
      const end = endOfNumber(text, i)
      const token = text.slice(i, end)
      if (!wholeNumber.test(token) || !Number.isSafeInteger(Number(token))) {
        return faults.number
      }
      i = end
    } else {
      i += 1
    }
  }
  return undefined
}

function endOfString(text: string, start: number): number {
  let i = start + 1
  for (;;) {
    const quote = text.indexOf('"', i)
    if (quote < 0) return text.length
    let slashes = 0
    while (text.charCodeAt(quote - 1 - slashes) === 0x5c && quote - 1 - slashes > start) slashes += 1
    if (slashes % 2 === 0) return quote + 1
    i = quote + 1
  }
}

function isMemberName(text: string, end: number): boolean {
  let i = end
  while (isSpace(text.charCodeAt(i))) i += 1
  return text.charCodeAt(i) === 0x3a
}

function isSpace(c: number): boolean {
  return c === 0x20 || c === 0x0a || c === 0x0d || c === 0x09
}

function endOfNumber(text: string, start: number): number {
  let i = start
  for (; i < text.length; i += 1) {
    const c = text.charCodeAt(i)
    const inNumber =
      (c >= 0x30 && c <= 0x39) || c === 0x2d || c === 0x2b || c === 0x2e || c === 0x65 || c === 0x45
    if (!inNumber) break
  }
  return i
}

function plainName(quoted: string): string | undefined {
  if (!quoted.includes('\\')) return quoted.slice(1, -1)
  try {
    return JSON.parse(quoted) as string
  } catch {
    return undefined
  }
}

function isWellFormed(value: unknown): boolean {
  if (typeof value === 'string') return value.isWellFormed()
  if (Array.isArray(value)) return value.every(isWellFormed)
  if (value === null || typeof value !== 'object') return true
  return Object.entries(value).every(([name, inner]) => name.isWellFormed() && isWellFormed(inner))
}
