import type { DialectField } from '../../contracts/generated/types.ts'
import { code, type CodeTable } from './converters/code.ts'
import { count } from './converters/count.ts'
import { dateTime } from './converters/date-time.ts'
import { date } from './converters/date.ts'
import { fen, tenThousandYuan, yuan } from './converters/money.ts'
import { firstMonth, lastMonth } from './converters/month-span.ts'
import { month, yearAndMonth } from './converters/month.ts'
import { monthsOfList, monthsOfText } from './converters/months.ts'
import { fraction, percent, ratio } from './converters/ratio.ts'
import type { Read, ReadText } from './converters/read.ts'
import { text } from './converters/text.ts'
import { Numeral, type Tree } from './tree.ts'

export type ConverterName = NonNullable<DialectField['as']>

/** Converters of one text. */
const ofOneText: Readonly<
  Record<Exclude<ConverterName, 'code' | 'months' | 'text' | 'year-and-month'>, ReadText>
> = {
  date,
  'date-time': dateTime,
  month,
  'first-month': firstMonth,
  'last-month': lastMonth,
  yuan,
  'ten-thousand-yuan': tenThousandYuan,
  fen,
  percent,
  fraction,
  ratio,
  count,
}

/** What is wrong with a value that a converter refuses. */
export const refusals: Readonly<Record<ConverterName, string>> = {
  text: '不是 1 至 200 个字符的纯文本 not a plain text of 1 to 200 characters',
  date: '不是日期 not a date',
  'date-time': '不是时刻 not a moment',
  month: '不是月份 not a month',
  'year-and-month': '不是年份与月份 not a year and a month',
  'first-month': '不是起止两个月份 not two months from first to last',
  'last-month': '不是起止两个月份 not two months from first to last',
  months: '不是月份列表 not a list of months',
  yuan: '不是以元计的金额 not an amount in yuan',
  'ten-thousand-yuan': '不是以万元计的金额 not an amount in ten thousand yuan',
  fen: '不是以分计的整数金额 not an amount in whole fen',
  percent: '不是百分数 not a percentage',
  fraction: '不是小数形式的比例 not a fraction of one',
  ratio: '无法确定是百分数还是小数 not clearly a percentage or a fraction',
  code: '不是代码表中的代码 not a code of its table',
  count: '不是计数 not a count',
}

/** Reads values that are all given, as one fact; undefined where they are not of the converter's form. */
export function convert(name: ConverterName, values: readonly Tree[], table: CodeTable): Read | undefined {
  const [first = null, second] = values
  if (name === 'months' && Array.isArray(first)) return monthsOf(first)
  const given = plain(first)
  if (given === undefined) return undefined
  if (name === 'code') return code(given, table)
  if (typeof first === 'boolean') return undefined
  if (name === 'months') return monthsOfText(given)
  // A number of an account is a text that somebody forgot to quote; one with a point or an exponent is none.
  if (name === 'text') return first instanceof Numeral && /\D/.test(given) ? undefined : text(given)
  const next = second === undefined ? undefined : plain(second)
  if (name === 'year-and-month') return next === undefined ? undefined : yearAndMonth(given, next)
  return ofOneText[name](next === undefined ? given : `${given} ${next}`)
}

/** A value as text, without white space around it; undefined for lists, objects and null. */
export function plain(value: Tree): string | undefined {
  if (typeof value === 'string') return value.trim()
  if (value instanceof Numeral) return value.text
  return typeof value === 'boolean' ? String(value) : undefined
}

function monthsOf(values: readonly Tree[]): Read | undefined {
  const texts = values.map(plain)
  const known = texts.filter((each) => each !== undefined)
  return known.length < texts.length ? undefined : monthsOfList(known)
}
