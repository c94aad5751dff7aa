import type { ErrorObject } from 'ajv/dist/2020.js'

/** Where a value does not fit, as a JSON pointer, and what was expected there, in Chinese and English. */
export interface SchemaFault {
  where: string
  detail: string
  /** Name of a member that is not allowed: the one thing here that whoever sent the value chose. */
  unknownMember?: string
}

type Told = Pick<ErrorObject, 'keyword' | 'params' | 'parentSchema' | 'instancePath' | 'propertyName'>
type Params = Readonly<Record<string, unknown>>

/**
 * What a schema's refusal is told as: only the schema's own words and these. Names and values of the sender could be personal data, so
 * that none is repeated. `errors`: of ajv with `verbose`, in its order.
 */
export function schemaFault(errors: readonly Told[]): SchemaFault {
  const error = meant(errors)
  if (!error) return { where: '/', detail: '不符合模式 does not fit' }
  const { keyword, params, instancePath, propertyName } = error
  const within = propertyName === undefined ? '' : '成员名 name of a member: '
  const missing = keyword === 'required' ? `/${escaped(String(params['missingProperty']))}` : ''
  return {
    where: `${instancePath}${missing}` || '/',
    detail: within + expected(error),
    ...(keyword === 'additionalProperties' && { unknownMember: String(params['additionalProperty']) }),
  }
}

/** By keyword of JSON Schema; those that refer or combine end in one of these. */
const sentences: Readonly<Record<string, (params: Params, schema: Params) => string>> = {
  required: () => '缺少该成员 is missing',
  additionalProperties: () => '有不允许的成员 has a member that is not allowed',
  type: ({ type }) => `须为 must be ${[type].flat().map(typeName).join(' / ')}`,
  const: ({ allowedValue }) => `须为 must be ${shown(allowedValue)}`,
  enum: ({ allowedValues }) => `须为其中之一 must be one of: ${listed([allowedValues].flat())}`,
  pattern: ({ pattern }, schema) =>
    `格式不符，应为 does not have the form of: ${[meaning(schema), String(pattern)].filter(Boolean).join('; ')}`,
  format: ({ format }) => `须为 must be a ${format === 'date' ? 'date YYYY-MM-DD' : String(format)}`,
  minLength: ({ limit }) => `至少 ${limit} 个字符 must have at least ${some(limit, 'character')}`,
  maxLength: ({ limit }) => `至多 ${limit} 个字符 must have at most ${some(limit, 'character')}`,
  minItems: ({ limit }) => `至少 ${limit} 项 must have at least ${some(limit, 'item')}`,
  maxItems: ({ limit }) => `至多 ${limit} 项 must have at most ${some(limit, 'item')}`,
  uniqueItems: () => '各项不得重复 must not have the same item twice',
  minProperties: ({ limit }) => `至少 ${limit} 个成员 must have at least ${some(limit, 'member')}`,
  maxProperties: ({ limit }) => `至多 ${limit} 个成员 must have at most ${some(limit, 'member')}`,
  minimum: ({ limit }) => `不得小于 must be at least ${limit}`,
  maximum: ({ limit }) => `不得大于 must be at most ${limit}`,
  oneOf: () => '不合任一形式 fits none of the forms allowed, or several',
  anyOf: () => '不合任一形式 fits none of the forms allowed',
}

/** The keywords that have a sentence of their own. */
export const toldKeywords: readonly string[] = Object.keys(sentences)

function expected({ keyword, params, parentSchema = {} }: Told): string {
  return sentences[keyword]?.(params, parentSchema) ?? '不符合模式 does not fit'
}

const typeNames: Readonly<Record<string, string>> = {
  string: '文本 text',
  integer: '整数 a whole number',
  number: '数 a number',
  boolean: 'true / false',
  object: '对象 an object',
  array: '列表 a list',
  null: 'null',
}

function typeName(type: unknown): string {
  return typeNames[String(type)] ?? String(type)
}

/** A problem's detail has at most 500 characters, those around the list included. */
const longestList = 400

function listed(values: readonly unknown[]): string {
  const all = values.map(shown)
  const fitting = all.filter((_, index) => all.slice(0, index + 1).join(', ').length <= longestList)
  return fitting.length < all.length ? `${fitting.join(', ')}, …` : all.join(', ')
}

function shown(value: unknown): string {
  return typeof value === 'string' && value !== '' ? value : JSON.stringify(value)
}

function some(limit: unknown, what: string): string {
  return `${limit} ${what}${limit === 1 ? '' : 's'}`
}

function meaning({ description, title }: Params): string {
  return String(description ?? title ?? '').replace(/\.$/, '')
}

/**
 * The error that says most. Of several forms, those of another type or with another constant were not meant; where that leaves none, the
 * constants or types of all are what was expected.
 */
function meant(errors: readonly Told[]): Told | undefined {
  const last = errors.at(-1)
  if (last?.keyword !== 'oneOf' && last?.keyword !== 'anyOf') return errors[0]
  const forms = errors.slice(0, -1)
  const [likely, ...others] = forms.filter(({ keyword }) => keyword !== 'const' && keyword !== 'type')
  if (likely) return others.length === 0 ? likely : last
  return joined(forms) ?? last
}

function joined(forms: readonly Told[]): Told | undefined {
  const [first] = forms
  if (
    !first ||
    forms.some((form) => form.keyword !== first.keyword || form.instancePath !== first.instancePath)
  )
    return undefined
  return first.keyword === 'type'
    ? { ...first, params: { type: forms.flatMap(({ params }) => params['type'] as string | string[]) } }
    : {
        ...first,
        keyword: 'enum',
        params: { allowedValues: forms.map(({ params }) => params['allowedValue']) },
      }
}

function escaped(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1')
}
