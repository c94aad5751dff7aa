import type { DepositCertificate } from '../../contracts/generated/types.ts'
import { legible } from '../../domain/legible.ts'
import { maskIdNumber, maskName } from '../../domain/mask.ts'
import { dateText } from '../../print/china-words.ts'
import { formLines } from '../../print/form-rows.ts'
import type { ShownFigure } from '../shown/check.ts'

/** Of the form, what is worth comparing and tells no more than whoever has the paper knows. */
const compared = [
  '账户状态',
  '最近连续缴存时间',
  '月缴存额',
  '缴存余额',
  '使用情况',
  '公积金贷款次数（含异地贷款）',
  '累计贷款金额',
  '未清偿贷款余额',
  '骗提骗贷记录',
]

/** Key figures of a certificate in the words that are printed, the person masked. */
export function figuresOf(signed: DepositCertificate): ShownFigure[] {
  const certificate = legible(signed)
  const { person, number, issuer, issuedAt, validUntil } = certificate
  const [[, idField] = [], ...lines] = formLines(certificate)
  return [
    { label: '编号', value: number },
    { label: '出具中心', value: issuer },
    { label: '职工姓名', value: maskName(person.name) },
    { label: idField?.label ?? '证件号码', value: maskIdNumber(person.idNumber) },
    ...lines.flat().filter(({ label }) => compared.includes(label)),
    { label: '出具日期', value: dateText(issuedAt) },
    { label: '有效期至', value: dateText(validUntil) },
  ]
}
