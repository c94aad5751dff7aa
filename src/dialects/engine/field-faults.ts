import type { DialectDefinition, DialectField } from '../../contracts/generated/types.ts'
import type { ConverterName } from './convert.ts'
import { text } from './converters/text.ts'
import { factRules, type FactRule } from './fact-rules.ts'

/** What is wrong with a definition beyond its schema. */
export interface FieldFault {
  /** JSON pointer (RFC 6901) into the definition. */
  pointer: string
  fault: string
}

/** Where a fact comes from, and the pointer to that. */
interface Source {
  pointer: string
  paths: number
  as: ConverterName
  table?: string | undefined
}

/** Facts with a second source, at most: each can become a contradiction, and the contract carries 20 of them. */
const mostDisputable = 10

/** How many values a converter makes a fact of, where that is not one. */
const values: Readonly<Partial<Record<ConverterName, readonly number[]>>> = {
  'year-and-month': [2],
  'date-time': [1, 2],
}

/** Every fault of the fields and code tables of a definition that fits its schema, so that no answer meets it first. */
export function fieldFaults(definition: DialectDefinition): FieldFault[] {
  const fields = Object.entries(definition.fields)
  const disputable = fields.filter(([, field]) => field.against)
  const tooMany =
    disputable.length > mostDisputable
      ? [
          {
            pointer: '/fields',
            fault: `带第二来源的事实过多 has more than ${mostDisputable} facts with a second source`,
          },
        ]
      : []
  return [...fields.flatMap(([fact, field]) => faultsOf(fact, field, definition)), ...tooMany]
}

function faultsOf(fact: string, field: DialectField, { codes = {} }: DialectDefinition): FieldFault[] {
  const pointer = `/fields/${fact}`
  const rule = factRules.get(fact)
  if (!rule) return [{ pointer, fault: '没有该事实 is no fact' }]
  if (field.constant !== undefined) return faultsOfConstant(pointer, field, rule)
  if (field.from === undefined || field.as === undefined) {
    return [{ pointer, fault: '须有 from 与 as，或 constant needs from and as, or a constant' }]
  }
  const { from, as, table, against = [] } = field
  const sources: Source[] = [
    { pointer, paths: [from].flat().length, as, table },
    ...against.map(({ as, table }, i) => ({ pointer: `${pointer}/against/${i}`, paths: 1, as, table })),
  ]
  return sources.flatMap((source) => faultsOfSource(source, rule, codes))
}

function faultsOfConstant(pointer: string, field: DialectField, rule: FactRule): FieldFault[] {
  const { constant = '', ...others } = field
  const beside = Object.keys(others).map((name) => ({
    pointer: `${pointer}/${name}`,
    fault: '不能与 constant 同用 does not go with a constant',
  }))
  const isReadable =
    rule.converters.includes('code') || (typeof constant === 'string' && text(constant) !== undefined)
  const isAllowed =
    rule.converters.some((name) => name === 'code' || name === 'text') && isReadable && rule.allows(constant)
  return isAllowed
    ? beside
    : [...beside, { pointer: `${pointer}/constant`, fault: '不是该事实的取值 is no value of this fact' }]
}

function faultsOfSource(
  source: Source,
  rule: FactRule,
  codes: NonNullable<DialectDefinition['codes']>,
): FieldFault[] {
  const { pointer, paths, as, table } = source
  const faults: FieldFault[] = []
  if (!rule.converters.includes(as)) {
    faults.push({
      pointer: `${pointer}/as`,
      fault: `该事实不适用此转换，可用 does not fit this fact, which takes ${rule.converters.join(', ')}`,
    })
  }
  const fitting = values[as] ?? [1]
  if (!fitting.includes(paths)) {
    faults.push({
      pointer: `${pointer}/from`,
      fault: `值的个数与转换不符 names ${paths} values, and ${as} makes a fact of ${fitting.join(' or ')}`,
    })
  }
  if (as !== 'code') {
    if (table !== undefined)
      faults.push({
        pointer: `${pointer}/table`,
        fault: '仅可与转换 code 同用 goes only with converter code',
      })
    return faults
  }
  if (table === undefined)
    return [...faults, { pointer, fault: '转换 code 须指定代码表 needs a table for converter code' }]
  if (!Object.hasOwn(codes, table))
    return [...faults, { pointer: `${pointer}/table`, fault: 'codes 中没有该代码表 is not among codes' }]
  return [...faults, ...faultsOfTable(table, codes[table] ?? {}, rule, pointer)]
}

function faultsOfTable(
  table: string,
  meanings: Readonly<Record<string, string | boolean | null>>,
  rule: FactRule,
  user: string,
): FieldFault[] {
  return Object.entries(meanings)
    .filter(([, meaning]) => meaning !== null && !rule.allows(meaning))
    .map(([code]) => ({
      pointer: `/codes/${escaped(table)}/${escaped(code)}`,
      fault: `不是该事实的取值 is no value of ${user}`,
    }))
}

function escaped(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1')
}
