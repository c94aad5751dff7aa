import type { DialectDefinition } from '../../contracts/generated/types.ts'
import { isBranch, placeAt, placesInside, type Place } from './path.ts'
import { refusal } from './refusal.ts'
import type { Tree } from './tree.ts'

/**
 * The records of a reply where its definition has them: one, or with `choose: account` any number; none of an empty list.
 * Fails with CENTRE_ANSWER_INVALID where there is something else.
 */
export function recordsOf(reply: Tree, { dialect, record = {} }: DialectDefinition): Place[] {
  const path = record.at ?? '.'
  const found = placeAt(reply, path)
  if (!found) throw refusal(dialect, path, '定义所指之处没有记录 no record where the definition has it')
  const records = Array.isArray(found.value) ? placesInside(found) : [found]
  if (record.choose !== 'account' && records.length > 1)
    throw refusal(dialect, found.path, '记录不止一条 more than one record')
  const wrong = records.find(({ value }) => !isBranch(value) || Array.isArray(value))
  if (wrong) throw refusal(dialect, wrong.path, '不是记录 not a record')
  return records
}
