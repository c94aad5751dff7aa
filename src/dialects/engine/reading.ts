import type { DialectReply, DialectSteps } from '../../contracts/generated/types.ts'
import { GatewayError } from '../../errors.ts'
import { decodeText } from './charset.ts'
import type { Reply } from './dialect.ts'
import { placeAt } from './path.ts'
import { readJson } from './readers/json.ts'
import { readTags } from './readers/tags.ts'
import { readXmlFields } from './readers/xml-fields.ts'
import { refusal } from './refusal.ts'
import { type Scope, textAt } from './scope.ts'
import { runSteps } from './steps.ts'
import type { ReadTree, Tree } from './tree.ts'
import { replaced } from './unwrap.ts'

/** How the text of a reply becomes a tree, by the names of the definition. */
export const readers: Readonly<Record<DialectReply['format'], ReadTree>> = {
  json: readJson,
  'xml-fields': readXmlFields,
  tags: readTags,
}

/**
 * The tree of a reply to a call, by its definition. Fails with CENTRE_ANSWER_INVALID, naming call or path and the rule
 * broken, never a value.
 */
export function readReply({ bytes }: Reply, call: string, definition: DialectReply, scope: Scope): Tree {
  const { then = [], charset, format, unwrap = [] } = definition
  const text = decodeText(stepped(bytes, then, call, scope), charset)
  if (text === undefined) throw refusal(scope.dialect, call, `不是该字符编码 is not in ${charset ?? 'utf-8'}`)
  const tree = told(() => readers[format](text), call, scope)
  return unwrap.reduce((whole, path) => unwrapped(whole, path, scope), tree)
}

/** Bytes that came through the steps of a definition. Fails with CENTRE_ANSWER_INVALID at `where`. */
export function stepped(bytes: Buffer, steps: DialectSteps, where: string, scope: Scope): Buffer {
  return runSteps(bytes, steps, {
    keyOf: (name) => textAt(scope, name),
    failure: (step) => refusal(scope.dialect, where, `处理步骤失败 ${step} failed`),
  })
}

/** JSON in a text, read in place. What is no text, or empty, stays: an error has no data. */
function unwrapped(whole: Tree, path: string, scope: Scope): Tree {
  const place = placeAt(whole, path)
  if (!place || typeof place.value !== 'string' || place.value.trim() === '') return whole
  const { value } = place
  return replaced(
    whole,
    place.path,
    told(() => readJson(value), path, scope),
  )
}

function told(read: () => Tree, where: string, { dialect }: Scope): Tree {
  try {
    return read()
  } catch (thrown) {
    throw thrown instanceof GatewayError ? refusal(dialect, where, thrown.detail ?? '') : thrown
  }
}
