import type { Request } from 'express'
import { GatewayError } from '../errors.ts'

/** A parameter of a query, as openapi.yaml has it. */
export interface QueryParameter {
  /** What a value should have been, in Chinese and English; undefined where it fits. */
  faultIn(text: string): string | undefined
  /** All that there are, where they are few. */
  values?: readonly string[]
  required?: true
}

/** By name. `any`: what is behind the path decides nothing here, such as where links of others lead. */
export type Query = Readonly<Record<string, QueryParameter>> | 'any'

/** One of a few values. */
export function oneOf(values: readonly string[]): QueryParameter {
  const fault = `须为其中之一 must be one of: ${values.join(', ')}`
  return { values, faultIn: (text) => (values.includes(text) ? undefined : fault) }
}

/** `expected` in Chinese and English. */
export function matching(pattern: RegExp, expected: string): QueryParameter {
  return { faultIn: (text) => (pattern.test(text) ? undefined : `须为 must be ${expected}`) }
}

/**
 * A query has its path's parameters, each once, and no other: what is passed over in silence is taken for granted. Names and values
 * are told to nobody unless they are ours, since either could be somebody's number. Fails with QUERY_INVALID.
 */
export function assertQuery({ query }: Pick<Request, 'query'>, declared: Query = {}): void {
  if (declared === 'any') return
  const names = Object.keys(declared)
  if (Object.keys(query).some((name) => !Object.hasOwn(declared, name))) throw invalid('?', only(names))
  for (const [name, parameter] of Object.entries(declared)) {
    const fault = faultOf(query[name], parameter)
    if (fault !== undefined) throw invalid(`?${name}`, fault)
  }
}

/** A parameter that `assertQuery` has seen. */
export function queryParameter({ query }: Pick<Request, 'query'>, name: string): string | undefined {
  const value = query[name]
  return typeof value === 'string' ? value : undefined
}

function faultOf(value: unknown, { faultIn, required }: QueryParameter): string | undefined {
  if (value === undefined) return required && '缺少该参数 is missing'
  return typeof value === 'string' ? faultIn(value) : '只能给出一次 must be given once'
}

function only(names: readonly string[]): string {
  return names.length === 0
    ? '此路径不带查询参数 this path takes no parameters'
    : `只有这些查询参数 the only parameters are: ${names.join(', ')}`
}

function invalid(where: string, detail: string): GatewayError {
  return new GatewayError('QUERY_INVALID', { where, detail })
}
