import type { Tree } from '../tree.ts'
import { addField, newFields } from './fields.ts'
import { unreadable } from './unreadable.ts'

const closing = '</>'

/** Reads `<Tag>value</>…`, with space between tags. Fails with CENTRE_ANSWER_INVALID. */
export function readTags(text: string): Tree {
  const fields = newFields()
  const opening = /\s*<([A-Za-z_][0-9A-Za-z_.-]*)>/y
  const end = text.trimEnd().length
  let at = 0
  while (at < end) {
    opening.lastIndex = at
    const [all, name] = opening.exec(text) ?? []
    if (all === undefined || name === undefined) throw unreadable('不是标签格式 not tags')
    const start = at + all.length
    const close = text.indexOf(closing, start)
    if (close < 0) throw unreadable('标签未闭合 a tag is not closed')
    const value = text.slice(start, close)
    if (value.includes('<'))
      throw unreadable('标签未闭合又开始另一标签 a tag is not closed before another begins')
    addField(fields, name, value)
    at = close + closing.length
  }
  if (Object.keys(fields).length === 0) throw unreadable('不是标签格式 not tags')
  return fields
}
