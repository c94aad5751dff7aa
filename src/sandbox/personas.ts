import type { BilingualText, MemberCode, Person } from '../contracts/generated/types.ts'
import { representedCentres, sandboxCentres } from './centres.ts'

export type PersonaId =
  | 'normal'
  | 'sealed'
  | 'frozen'
  | 'arrears'
  | 'closed'
  | 'two-accounts'
  | 'no-account'
  | 'two-cities'
  | 'loan-settled'
  | 'loan-unsettled'
  | 'co-borrower'
  | 'voided-loan'
  | 'gap'
  | 'one-month'
  | 'back-paid'
  | 'reversed'
  | 'old-number'
  | 'rare-name'
  | 'hmt'

/** Somebody to ask about, who shows one case. All were born on one day of 1900, with running numbers, so that nobody real is meant. */
export interface Persona {
  id: PersonaId
  label: BilingualText
  person: Person
  /** Centres with a gateway that hold an account of theirs. Represented ones hold everybody's who has any. */
  centres: readonly MemberCode[]
}

const { shanghai, jiangsuProvincial, hangzhou, hefei } = sandboxCentres

export const personas: readonly Persona[] = [
  persona('normal', '正常缴存', 'Pays every month', resident('沈清和', '310101190001010011'), [
    shanghai,
    jiangsuProvincial,
    hefei,
  ]),
  persona('sealed', '已封存', 'Account sealed half a year ago', resident('顾长宁', '31010119000101002X'), [
    shanghai,
    jiangsuProvincial,
  ]),
  persona('frozen', '已冻结', 'Account frozen', resident('陆景行', '310101190001010038'), [
    shanghai,
    hangzhou,
  ]),
  persona('arrears', '欠缴', 'Normal, but payments are overdue', resident('许知远', '310101190001010046'), [
    shanghai,
    hefei,
  ]),
  persona('closed', '已销户', 'Account closed after withdrawal', resident('方书白', '310101190001010054'), [
    shanghai,
    hefei,
  ]),
  persona(
    'two-accounts',
    '旧户已销、新户正常',
    'An old closed account and a new one',
    resident('程念安', '310101190001010062'),
    [shanghai],
  ),
  persona('no-account', '无账户', 'No account anywhere', resident('温如玉', '310101190001010070'), []),
  persona(
    'two-cities',
    '两地缴存',
    'Paid in Hangzhou, then in Shanghai',
    resident('苏明远', '310101190001010089'),
    [shanghai, hangzhou],
  ),
  persona('loan-settled', '贷款已结清', 'One loan, settled', resident('周以宁', '310101190001010097'), [
    shanghai,
    jiangsuProvincial,
  ]),
  persona('loan-unsettled', '贷款未结清', 'One loan, running', resident('吴思齐', '31010119000101010X'), [
    shanghai,
    hangzhou,
  ]),
  persona(
    'co-borrower',
    '共同借款人',
    'Co-borrower of a running loan',
    resident('郑允执', '310101190001010118'),
    [shanghai, hefei],
  ),
  persona(
    'voided-loan',
    '贷款合同已作废',
    'Only a voided loan contract',
    resident('冯若谷', '310101190001010126'),
    [shanghai],
  ),
  persona('gap', '中断缴存', 'One month missing a year ago', resident('蒋允中', '310101190001010134'), [
    shanghai,
    hangzhou,
  ]),
  persona('one-month', '仅缴一个月', 'Paid one month only', resident('韩初阳', '310101190001010142'), [
    shanghai,
    hefei,
  ]),
  persona('back-paid', '有补缴', 'Two months paid later', resident('杨慎之', '310101190001010150'), [
    shanghai,
    hefei,
  ]),
  persona(
    'reversed',
    '有冲账',
    'One payment reversed, one reversed and paid anew',
    resident('朱明义', '310101190001010169'),
    [shanghai],
  ),
  persona(
    'old-number',
    '账户为 15 位旧号码',
    'The core holds the old 15-digit number',
    resident('秦望舒', '310101190001010177'),
    [shanghai, hangzhou],
  ),
  persona(
    'rare-name',
    '生僻字姓名',
    'A name with characters outside GBK and the BMP',
    resident('骉㛃𬭎', '310101190001010185'),
    [shanghai, jiangsuProvincial],
  ),
  persona(
    'hmt',
    '港澳台居民',
    'Hong Kong resident with a residence permit',
    { name: '何港生', idType: 'hmt-residence-permit', idNumber: '810000190001010018' },
    [shanghai, jiangsuProvincial],
  ),
]

/** Whether the centre holds an account of theirs. */
export function isHeldAt({ centres }: Persona, centre: MemberCode): boolean {
  return centres.includes(centre) || (centres.length > 0 && isRepresented(centre))
}

function isRepresented(centre: MemberCode): boolean {
  return representedCentres.some(({ code }) => code === centre)
}

function persona(
  id: PersonaId,
  zh: string,
  en: string,
  person: Person,
  centres: readonly MemberCode[],
): Persona {
  return { id, label: { en, zh }, person, centres }
}

function resident(name: string, idNumber: string): Person {
  return { name, idType: 'resident-id', idNumber }
}
