import type { ConsoleCase, Person } from '../../contracts/generated/types.ts'
import {
  canonicalIdNumber,
  checkIdNumber,
  type IdFault,
  type IdType,
} from '../../domain/identity/id-number.ts'
import { idNumberTexts } from '../../domain/fact-texts.ts'
import { mod112CheckCharacter } from '../../domain/mod-11-2.ts'
import { canonicalName } from '../../domain/name.ts'
import type { Fault } from './entry-fault.ts'

type Entered = NonNullable<ConsoleCase['person']>

const nameAt = '/person/name'
const numberAt = '/person/idNumber'

/** Forgiving of how it is typed, and of nothing else. */
export function enteredPerson(entered: Entered, today: string, fault: Fault): Person | undefined {
  const name = enteredName(entered.name, fault)
  const idType = enteredType(entered.idType, fault)
  const idNumber = idType && enteredNumber(idType, entered.idNumber ?? '', today, fault)
  return name && idType && idNumber ? { name, idType, idNumber } : undefined
}

function enteredName(text: string | undefined, fault: Fault): string | undefined {
  const name = canonicalName(text ?? '')
  if (name === '') return fault(nameAt, '请填写姓名', 'Enter the name')
  if ([...name].length > 120) return fault(nameAt, '姓名最多 120 个字', 'A name has 120 characters at most')
  // What is left of control characters after white space was tidied comes from no keyboard.
  if (/\p{Cc}/u.test(name)) return fault(nameAt, '姓名中有无法识别的字符', 'The name has a control character')
  if (!/[\p{L}\p{N}\p{Co}]/u.test(name))
    return fault(nameAt, '姓名中没有能看见的文字', 'The name has no letter that can be seen')
  return name
}

function enteredType(text: string | undefined, fault: Fault): IdType | undefined {
  const types = Object.keys(idNumberTexts) as IdType[]
  const idType = text === undefined ? 'resident-id' : types.find((type) => type === text)
  return idType ?? fault('/person/idType', '请选择证件类型', 'Choose the type of document')
}

function enteredNumber(idType: IdType, text: string, today: string, fault: Fault): string | undefined {
  const number = canonicalIdNumber(idType, text)
  const called = idNumberTexts[idType]
  if (number === '') return fault(numberAt, `请填写${called}`, 'Enter the number of the document')
  const found = checkIdNumber(idType, number, today)
  if (!found) return number
  const [zh, en] = wordsOf(found, called, number)
  return fault(numberAt, zh, en)
}

function wordsOf(found: IdFault, called: string, number: string): [zh: string, en: string] {
  switch (found) {
    case 'length':
      return called === idNumberTexts['resident-id']
        ? [`${called}应为 18 位`, 'An identity number has 18 characters']
        : [`${called}位数不对`, 'The number has a length that its document does not have']
    case 'characters':
      return [`${called}中有不应出现的字符`, 'The number has a character that its document does not have']
    case 'prefix':
      return [`${called}开头的地区代码不存在，请核对`, 'No such place begins a number of this document']
    case 'date':
      return [`${called}中的出生日期不存在，请核对`, 'The date of birth in the number does not exist']
    case 'check-digit':
      return checkDigitWords(number)
  }
}

/** The check character follows from the others, so that it tells nothing; one of them may as well be the wrong one. */
function checkDigitWords(number: string): [zh: string, en: string] {
  if (number.length !== 18) return ['校验码不正确，请核对', 'The check digit is wrong']
  const expected = mod112CheckCharacter(number.slice(0, 17))
  return [
    `第 18 位校验码应为 ${expected}，请核对`,
    `By the other digits the 18th should be ${expected}, compare them`,
  ]
}
