import { SaxesParser } from 'saxes'
import type { Tree } from '../tree.ts'
import { addField, type Fields, newFields } from './fields.ts'
import { unreadable } from './unreadable.ts'

/** Elements from the outside in; a message has no others. */
const levels: readonly (readonly string[])[] = [['message'], ['head', 'body'], ['field']]

/**
 * Reads `<message><head><field name="…">…</field></head><body>…</body></message>`. No document type, so no entities but
 * the five of XML; no other elements, so no depth. Fails with CENTRE_ANSWER_INVALID.
 */
export function readXmlFields(text: string): Tree {
  const message = newFields()
  const open: string[] = []
  let half: Fields = newFields()
  let field = ''
  let value = ''
  const parser = new SaxesParser({ xmlns: false, position: false })
  parser.on('doctype', () => refused('不允许文档类型声明 a document type is not allowed'))
  parser.on('processinginstruction', () => refused('不允许处理指令 a processing instruction is not allowed'))
  parser.on('opentag', ({ name, attributes }) => {
    if (!levels[open.length]?.includes(name))
      throw unreadable('元素的位置不符 an element where none of its name belongs')
    open.push(name)
    if (open.length === 2) {
      if (Object.hasOwn(message, name)) throw unreadable(`元素重复 ${name} is repeated`)
      half = newFields()
      message[name] = half
    } else if (open.length === 3) {
      field = attributes['name'] ?? refused('字段缺少名称 a field has no name')
      value = ''
    }
  })
  const collect = (piece: string): void => {
    if (open.length === 3) value += piece
    else if (piece.trim() !== '') throw unreadable('字段之外有文本 text outside of a field')
  }
  parser.on('text', collect)
  parser.on('cdata', collect)
  parser.on('closetag', () => {
    if (open.length === 3) addField(half, field, value)
    open.pop()
  })
  parse(parser, text)
  return message
}

/** The parser's own words may quote the text. */
function parse(parser: SaxesParser<{ xmlns: false }>, text: string): void {
  parser.on('error', () => refused('不是格式良好的 XML not well-formed XML'))
  parser.write(text).close()
}

function refused(rule: string): never {
  throw unreadable(rule)
}
