import { readTime } from './time.ts'

interface Encoded {
  readonly bytes: Uint8Array
}

/** Says what is wrong with the content of a universal type, or nothing. */
type UniversalRule = (content: Uint8Array, children: readonly Encoded[]) => string | undefined

const anything: UniversalRule = () => undefined

/** What DER asks of each universal type (X.690 §8 and §11), by identifier octet; what is not here is refused. */
export const universalRules: Readonly<Record<number, UniversalRule>> = {
  0x01: ({ length, 0: value }) =>
    length === 1 && (value === 0x00 || value === 0xff) ? undefined : 'A BOOLEAN is neither 00 nor FF.',
  0x02: minimalInteger,
  0x03: bitString,
  0x04: anything,
  0x05: ({ length }) => (length === 0 ? undefined : 'A NULL has content.'),
  0x06: objectIdentifier,
  0x0a: minimalInteger,
  0x0c: utf8,
  0x12: ascii,
  0x13: printable,
  0x14: anything,
  0x16: ascii,
  0x17: (content) => (readTime(content, 'utc') === undefined ? 'A UTCTime is not YYMMDDHHMMSSZ.' : undefined),
  0x18: (content) =>
    readTime(content, 'generalized') === undefined ? 'A GeneralizedTime is not YYYYMMDDHHMMSSZ.' : undefined,
  0x1a: ascii,
  0x1b: anything,
  0x1c: ({ length }) => (length % 4 === 0 ? undefined : 'A UniversalString is cut.'),
  0x1e: ({ length }) => (length % 2 === 0 ? undefined : 'A BMPString is cut.'),
  0x30: anything,
  0x31: sortedSet,
}

function minimalInteger(content: Uint8Array): string | undefined {
  const [first, second] = content
  if (first === undefined) return 'An INTEGER is empty.'
  if (second === undefined) return undefined
  const padded = (first === 0x00 && second < 0x80) || (first === 0xff && second >= 0x80)
  return padded ? 'An INTEGER is not in its shortest form.' : undefined
}

function bitString(content: Uint8Array): string | undefined {
  const unused = content[0]
  if (unused === undefined || unused > 7) return 'A BIT STRING has no valid count of unused bits.'
  const last = content.length > 1 ? (content.at(-1) ?? 0) : 0
  if (content.length === 1 && unused !== 0) return 'An empty BIT STRING has unused bits.'
  return (last & ((1 << unused) - 1)) === 0 ? undefined : 'The unused bits of a BIT STRING are not zero.'
}

function objectIdentifier(content: Uint8Array): string | undefined {
  const last = content.at(-1)
  if (last === undefined || last >= 0x80) return 'An OBJECT IDENTIFIER is cut.'
  const padded = content.some((value, at) => value === 0x80 && (at === 0 || (content[at - 1] ?? 0) < 0x80))
  return padded ? 'An OBJECT IDENTIFIER is not in its shortest form.' : undefined
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

function utf8(content: Uint8Array): string | undefined {
  try {
    strictUtf8.decode(content)
    return undefined
  } catch {
    return 'A UTF8String is not UTF-8.'
  }
}

function ascii(content: Uint8Array): string | undefined {
  return content.every((value) => value < 0x80) ? undefined : 'An ASCII string has other bytes.'
}

const printablePattern = /^[A-Za-z0-9 '()+,\-./:=?*&@_]*$/

/** X.680 §41.4, and the four characters `*&@_` that authorities have put there for decades. */
function printable(content: Uint8Array): string | undefined {
  return printablePattern.test(Buffer.from(content).toString('latin1'))
    ? undefined
    : 'A PrintableString has characters outside its set.'
}

/** X.690 §11.6: the elements of a SET OF stand in ascending order of their encodings. */
function sortedSet(_content: Uint8Array, children: readonly Encoded[]): string | undefined {
  const sorted = children.every((child, at) => {
    const before = children[at - 1]
    return before === undefined || Buffer.compare(before.bytes, child.bytes) <= 0
  })
  return sorted ? undefined : 'A SET OF is not sorted.'
}
