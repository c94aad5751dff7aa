import { mod112CheckCharacter } from '../../../../domain/mod-11-2.ts'
import {
  canonicalIdNumber,
  checkIdNumber,
  type IdFault,
  type IdType,
} from '../../../../domain/identity/id-number.ts'
import { pastedNumber } from './pasted-number.ts'

/** What is said beside the field while a number is typed. */
export interface IdReading {
  /** As it will be sent. */
  number: string
  tone: 'empty' | 'typing' | 'good' | 'doubt' | 'bad'
  text: string
  /** Of which document it looks to be instead. */
  likelyType?: IdType
}

export const idTypes: readonly { value: IdType; label: string }[] = [
  { value: 'resident-id', label: '居民身份证' },
  { value: 'hmt-residence-permit', label: '港澳台居民居住证' },
  { value: 'foreign-permanent-residence-id', label: '外国人永久居留身份证' },
  { value: 'military-officer-id', label: '军官证' },
  { value: 'passport', label: '护照' },
  { value: 'other', label: '其他证件' },
]

/** Numbers of 18 characters whose last one is computed from the others. */
const coded: readonly IdType[] = ['resident-id', 'hmt-residence-permit']
/** Numbers in which nothing but letters and digits means anything. */
const compact: readonly IdType[] = [...coded, 'foreign-permanent-residence-id']

const permitAdvice = '81、82、83 开头多为港澳台居民居住证，请核对证件类型'

/** Reads what is typed so far, spaces and lower-case x included. `today` is `YYYY-MM-DD`. */
export function readIdNumber(idType: IdType, raw: string, today: string): IdReading {
  const reading = readAs(idType, raw, today)
  // Such an identity card there may be: whoever has it in hand decides.
  if (idType !== 'resident-id' || !/^8[123]\d{4}/.test(reading.number)) return reading
  const likely = { ...reading, likelyType: 'hmt-residence-permit' as const }
  return reading.tone === 'good'
    ? { ...likely, tone: 'doubt', text: permitAdvice }
    : { ...likely, text: `${reading.text}。${permitAdvice}` }
}

function readAs(idType: IdType, raw: string, today: string): IdReading {
  const entered = compact.includes(idType) ? pastedNumber(raw) : raw
  const number = canonicalIdNumber(idType, entered)
  if (number === '') return { number, tone: 'empty', text: '' }
  const fault = checkIdNumber(idType, number, today)
  if (!fault) return { number, tone: 'good', text: goodText(idType, number, entered) }
  if (fault === 'length' && coded.includes(idType) && number.length < 18) {
    return { number, tone: 'typing', text: `已输入 ${number.length} 位，还差 ${18 - number.length} 位` }
  }
  return { number, tone: 'bad', text: faultText(idType, fault, number) }
}

/** Groups of region, birthday and the rest, as one compares it with the card. */
export function grouped(number: string): string {
  return number.length === 18 ? `${number.slice(0, 6)} ${number.slice(6, 14)} ${number.slice(14)}` : number
}

function goodText(idType: IdType, number: string, entered: string): string {
  if (!coded.includes(idType)) return '格式正确'
  const born = `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)} 出生`
  const upgraded = entered.replace(/\D/g, '').length === 15 ? '15 位旧号码，将按 18 位查询。' : ''
  return `${upgraded}${grouped(number)}，${born}，校验码正确`
}

/** What to do about a number that cannot be. */
export function faultText(idType: IdType, fault: IdFault, number: string): string {
  const name = idType === 'resident-id' ? '身份证号' : '证件号码'
  const texts: Record<IdFault, string> = {
    length: coded.includes(idType)
      ? `${name}应为 18 位，已输入 ${number.length} 位`
      : `${name}长度不对，请与证件核对`,
    characters: coded.includes(idType)
      ? `${name}前 17 位应为数字，最后一位为数字或 X`
      : `${name}只能有数字和字母`,
    prefix: `${name}开头的地区代码不存在，请核对前 6 位`,
    date: '出生日期不存在或在今天之后，请核对第 7 至 14 位',
    'check-digit': checkText(idType, number),
  }
  return texts[fault]
}

function checkText(idType: IdType, number: string): string {
  if (!coded.includes(idType)) return '校验码不符，请与证件逐位核对'
  const expected = mod112CheckCharacter(number.slice(0, 17))
  return `校验码不符：按前 17 位推算，最后一位应为 ${expected}，现为 ${number.slice(17)}。通常是某一位输错，请与证件逐位核对`
}
