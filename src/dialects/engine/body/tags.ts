import { type Scope, unaskable } from '../scope.ts'
import { filled } from '../templates.ts'

/** `<Tag>value</>…`. The form has no way to write a < in a value: who has one in the name cannot be asked for. */
export function tagsText(tags: Readonly<Record<string, string>>, scope: Scope): string {
  return Object.entries(tags)
    .map(([tag, template]) => {
      const value = filled(template, scope)
      if (/[<>]/.test(value))
        throw unaskable(scope, tag, '标签格式不能含 < 或 > it has a < or >, which tags cannot hold')
      return `<${tag}>${value}</>`
    })
    .join('')
}
