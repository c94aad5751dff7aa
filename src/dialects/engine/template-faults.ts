import { isTimeFormat } from './time-format.ts'
import { type Filter, now, parseTemplate, type TemplatePlace } from './templates.ts'

/** What templates at one point of a definition may name. */
export interface KnownNames {
  /** Such as person.name, settings.appid, call.session. */
  places: ReadonlySet<string>
  /** Tables of `send`. */
  tables: ReadonlySet<string>
}

/** What is wrong with a template, before it is ever filled. It quotes the template, which holds nobody's data. */
export function templateFaults(template: string, known: KnownNames): string[] {
  const segments = parseTemplate(template)
  if (!segments)
    return [
      '花括号用法不符，花括号本身须写两次 has a brace that is no place; a brace itself is written twice',
    ]
  return segments.flatMap((segment) => (typeof segment === 'string' ? [] : placeFaults(segment, known)))
}

function placeFaults({ name, filters }: TemplatePlace, { places, tables }: KnownNames): string[] {
  if (name === now) {
    const [first, ...others] = filters
    return first?.name === 'time'
      ? [...timeFaults(first), ...others.flatMap((filter) => filterFaults(filter, tables))]
      : ['{now} 须带 |time 格式 names {now} without |time FORMAT']
  }
  const unknown = places.has(name) ? [] : [`此处没有该名称 names {${name}}, which is not known here`]
  return [...unknown, ...filters.flatMap((filter) => filterFaults(filter, tables))]
}

function timeFaults({ argument }: Filter): string[] {
  return isTimeFormat(argument) ? [] : [`没有该时间格式 has a time format that is not known: ${argument}`]
}

function filterFaults({ name, argument }: Filter, tables: ReadonlySet<string>): string[] {
  switch (name) {
    case 'code':
      return tables.has(argument)
        ? []
        : [`send 中没有该代码表 names a table that send does not have: ${argument}`]
    case 'first':
      return /^[1-9]\d{0,2}$/.test(argument) ? [] : ['first 须带数字 has first without a number']
    case 'upper':
    case 'lower':
    case 'url':
      return argument === '' ? [] : [`该过滤器不带参数 has ${name} with something behind it`]
    case 'time':
      return ['time 仅可用于 {now} has time on something else than {now}']
    default:
      return [`没有该过滤器 has a filter that is not known: ${name}`]
  }
}
