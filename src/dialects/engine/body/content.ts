import type { DialectContent } from '../../../contracts/generated/types.ts'
import { encodeText } from '../charset.ts'
import { GatewayError } from '../../../errors.ts'
import { type Scope, textAt } from '../scope.ts'
import { runSteps } from '../steps.ts'
import { filled } from '../templates.ts'
import { formText } from './form.ts'
import { jsonText } from './json.ts'
import { tagsText } from './tags.ts'
import { xmlFieldsText } from './xml-fields.ts'

/** The bytes of a body or part. Fails with KEY_UNUSABLE where a step cannot use its key, CENTRE_REFUSED as templates do. */
export function contentBytes(content: DialectContent, scope: Scope): Buffer {
  return runSteps(encodeText(textOf(content, scope), content.charset), content.then ?? [], {
    keyOf: (name) => textAt(scope, name),
    failure: (step, key) =>
      new GatewayError('KEY_UNUSABLE', {
        where: `${scope.dialect} ${key ?? ''}`.trim(),
        detail: `处理步骤失败 ${step} failed`,
      }),
  })
}

/** What Content-Type a body has where the definition gives none. */
export function contentType({ json, form, xmlFields, charset }: DialectContent): string {
  const suffix = charset === 'gb18030' ? ';charset=GBK' : ''
  if (form) return `application/x-www-form-urlencoded${suffix}`
  if (json !== undefined) return `application/json${suffix}`
  return `text/${xmlFields ? 'xml' : 'plain'};charset=${suffix ? 'GBK' : 'UTF-8'}`
}

function textOf({ json, form, xmlFields, tags, text = '', charset }: DialectContent, scope: Scope): string {
  if (json !== undefined) return jsonText(json, scope)
  if (form) return formText(form, scope, charset)
  if (xmlFields) return xmlFieldsText(xmlFields, scope, charset)
  return tags ? tagsText(tags, scope) : filled(text, scope)
}
