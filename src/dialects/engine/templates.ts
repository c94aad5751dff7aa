import { type Scope, textAt, unaskable } from './scope.ts'
import { percentEncoded } from './body/percent.ts'
import { timeText } from './time-format.ts'

/** `{person.idType|code idTypes}`: whose text, and what is done to it. */
export interface TemplatePlace {
  name: string
  filters: readonly Filter[]
}

export interface Filter {
  name: string
  /** Behind the first space; empty where there is none. */
  argument: string
}

export type Segment = string | TemplatePlace

/** Writes a text for its surroundings. */
export type Encode = (text: string, where: string) => string

/** The moment of the question: it is no text before it has a format. */
export const now = 'now'

const pieces = /\{\{|\}\}|\{([^{}]+)\}|[{}]|[^{}]+/g

/** The pieces of a template; undefined where a brace stands alone. */
export function parseTemplate(template: string): Segment[] | undefined {
  const segments: Segment[] = []
  for (const [piece, place] of template.matchAll(pieces)) {
    if (place !== undefined) segments.push(parsePlace(place))
    else if (piece === '{{' || piece === '}}') segments.push(piece.slice(1))
    else if (piece === '{' || piece === '}') return undefined
    else segments.push(piece)
  }
  return segments
}

/**
 * The text of a template. What stands in places goes through `encode`, what the template itself says does not.
 * Fails with CENTRE_REFUSED where a code table has no word for what is asked, or as `encode` does.
 */
export function filled(template: string, scope: Scope, encode: Encode = (text) => text): string {
  return (parseTemplate(template) ?? [])
    .map((segment) =>
      typeof segment === 'string' ? segment : encode(placeText(segment, scope), segment.name),
    )
    .join('')
}

function parsePlace(place: string): TemplatePlace {
  const [name = '', ...filters] = place.split('|')
  return {
    name,
    filters: filters.map((filter) => {
      const space = filter.indexOf(' ')
      return space < 0
        ? { name: filter, argument: '' }
        : { name: filter.slice(0, space), argument: filter.slice(space + 1) }
    }),
  }
}

function placeText({ name, filters }: TemplatePlace, scope: Scope): string {
  const begin = name === now ? '' : textAt(scope, name)
  return filters.reduce((text, filter) => throughFilter(text, filter, name, scope), begin)
}

function throughFilter(text: string, { name, argument }: Filter, place: string, scope: Scope): string {
  switch (name) {
    case 'time':
      return timeText(scope.at, argument)
    case 'code': {
      const table = scope.tables[argument] ?? {}
      const code = Object.hasOwn(table, text) ? table[text] : undefined
      if (code === undefined)
        throw unaskable(scope, place, `代码表中没有对应代码 ${argument} has no code for it`)
      return code
    }
    case 'first':
      return [...text].slice(0, Number(argument)).join('')
    case 'upper':
      return text.toUpperCase()
    case 'lower':
      return text.toLowerCase()
    case 'url':
      return percentEncoded(Buffer.from(text))
    default:
      throw new RangeError(`no filter ${name}`)
  }
}
