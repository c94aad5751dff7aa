import { canonicalName } from '../../../../domain/name.ts'
import { faultText, readIdNumber } from './id-entry.ts'
import { checkIdNumber, type IdType } from '../../../../domain/identity/id-number.ts'

/** What is typed of a new question; kept in memory only, as it names a person. */
export interface Draft {
  name: string
  idType: IdType
  idNumber: string
  centres: string[]
  /** Of the centres, those to wait for as they cannot be reached now. */
  wait: string[]
  purpose: string
  basis: '' | 'consent' | 'statutory-duty'
  reference: string
  /** `YYYY-MM-DD`, the last day on which the basis holds. */
  expires: string
  applicationNumber: string
}

/** Something to be put right, and the field where. */
export interface FormFault {
  field: FieldName
  text: string
}

const fieldNames = [
  'name',
  'idNumber',
  'centres',
  'purpose',
  'basis',
  'reference',
  'expires',
  'applicationNumber',
] as const
export type FieldName = (typeof fieldNames)[number]

export function emptyDraft(): Draft {
  return {
    name: '',
    idType: 'resident-id',
    idNumber: '',
    centres: [],
    wait: [],
    purpose: '',
    basis: '',
    reference: '',
    expires: '',
    applicationNumber: '',
  }
}

/** Whether nothing was typed or chosen yet; what a form fills in by itself is neither. */
export function isBlank(draft: Draft): boolean {
  const { name, idNumber, centres, basis, reference, expires, applicationNumber } = draft
  const typed = [name, idNumber, centres, basis, reference, expires, applicationNumber]
  return typed.every(({ length }) => length === 0)
}

/** What is missing or cannot be, in the order of the form; the server judges again. `today` is `YYYY-MM-DD`. */
export function checkDraft(draft: Draft, today: string): FormFault[] {
  const texts: Record<FieldName, string | undefined> = {
    name: canonicalName(draft.name) === '' ? '请填写姓名' : undefined,
    idNumber: idNumberFault(draft, today),
    centres: draft.centres.length === 0 ? '请选择至少一个缴存城市' : undefined,
    purpose: draft.purpose === '' ? '请选择用途' : undefined,
    basis: draft.basis === '' ? '请选择查询依据' : undefined,
    reference: draft.reference.trim() === '' ? `请填写${referenceLabel(draft.basis)}` : undefined,
    expires: expiresFault(draft.expires, today),
    applicationNumber: undefined,
  }
  return fieldNames.flatMap((field) => (texts[field] === undefined ? [] : [{ field, text: texts[field] }]))
}

export function referenceLabel(basis: Draft['basis']): string {
  return basis === 'statutory-duty' ? '法律条款' : '授权书编号'
}

/** Body of POST /console/v1/cases. */
export function caseBody(draft: Draft, today: string): object {
  const { idType, centres, purpose, basis, expires } = draft
  const wait = draft.wait.filter((code) => centres.includes(code))
  const applicationNumber = draft.applicationNumber.trim()
  return {
    person: {
      name: canonicalName(draft.name),
      idType,
      idNumber: readIdNumber(idType, draft.idNumber, today).number,
    },
    centres,
    ...(wait.length > 0 && { wait }),
    purpose,
    basis: { kind: basis, reference: draft.reference.trim(), expires },
    ...(applicationNumber !== '' && { applicationNumber }),
  }
}

/** The field that a place in that body belongs to. */
export function fieldAt(pointer: string): FieldName | undefined {
  const parts = pointer.split('/').slice(1)
  if (parts[0] === 'wait') return 'centres'
  if (parts[0] === 'basis' && parts[1] === 'kind') return 'basis'
  return fieldNames.findLast((field) => parts.includes(field))
}

function idNumberFault({ idType, idNumber }: Draft, today: string): string | undefined {
  const { number } = readIdNumber(idType, idNumber, today)
  if (number === '') return idType === 'resident-id' ? '请填写身份证号' : '请填写证件号码'
  const fault = checkIdNumber(idType, number, today)
  return fault && faultText(idType, fault, number)
}

function expiresFault(expires: string, today: string): string | undefined {
  if (expires === '') return '请填写依据的有效期'
  return expires < today ? '依据已过有效期，请取得新的依据' : undefined
}
