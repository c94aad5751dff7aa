import iconv from 'iconv-lite'

export type Charset = 'utf-8' | 'gb18030'

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Three bytes of UTF-8: every Chinese character of the basic plane has so many. */
const threeBytes = /[\xe0-\xef][\x80-\xbf]{2}/

/** Text as bytes. GB18030 (GB 18030-2005, through iconv-lite) writes all of Unicode, GBK as GBK. */
export function encodeText(text: string, charset: Charset = 'utf-8'): Buffer {
  return charset === 'utf-8' ? Buffer.from(text) : iconv.encode(text, 'gb18030')
}

/**
 * Bytes as text; undefined where they are not of the charset. Most UTF-8 is some GB18030 too, of other characters: what
 * reads as Chinese in UTF-8 is no GB18030, or an employer would get a name that nobody wrote.
 */
export function decodeText(bytes: Buffer, charset: Charset = 'utf-8'): string | undefined {
  const asUtf8 = utf8Text(bytes)
  if (charset === 'utf-8') return asUtf8
  if (asUtf8 !== undefined && threeBytes.test(bytes.toString('latin1'))) return undefined
  const text = iconv.decode(bytes, 'gb18030', { stripBOM: false })
  // What it cannot read it replaces
  return iconv.encode(text, 'gb18030').equals(bytes) ? text : undefined
}

function utf8Text(bytes: Buffer): string | undefined {
  try {
    return utf8.decode(bytes)
  } catch {
    return undefined
  }
}
