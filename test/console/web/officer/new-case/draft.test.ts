import { describe, expect, test } from '@jest/globals'
import {
  caseBody,
  checkDraft,
  type Draft,
  emptyDraft,
  fieldAt,
  isBlank,
} from '../../../../../src/console/web/officer/new-case/draft.ts'

import { correctedDraft } from '../../../../../src/console/web/officer/new-case/corrected-draft.ts'
import type { ShownCase } from '../../../../../src/console/shown/cases.ts'

const today = '2026-11-28'
const whole: Draft = {
  ...emptyDraft(),
  name: ' 沈 清和 ',
  idNumber: '310101 19000101 002x',
  centres: ['310000000000000', '320500000000000'],
  purpose: 'remote-housing-loan',
  basis: 'consent',
  reference: 'SQ-2026-0917 ',
  expires: '2026-12-31',
}

describe('the form of a new question', () => {
  test('names all that is missing at once, in the order of the form', () => {
    expect(checkDraft(emptyDraft(), today)).toEqual([
      { field: 'name', text: '请填写姓名' },
      { field: 'idNumber', text: '请填写身份证号' },
      { field: 'centres', text: '请选择至少一个缴存城市' },
      { field: 'purpose', text: '请选择用途' },
      { field: 'basis', text: '请选择查询依据' },
      { field: 'reference', text: '请填写授权书编号' },
      { field: 'expires', text: '请填写依据的有效期' },
    ])
  })

  test('finds nothing wrong with a whole one, a basis that ends today included', () => {
    expect(checkDraft(whole, today)).toEqual([])
    expect(checkDraft({ ...whole, expires: today }, today)).toEqual([])
    expect(checkDraft({ ...whole, expires: '2026-11-27' }, today)).toEqual([
      { field: 'expires', text: '依据已过有效期，请取得新的依据' },
    ])
  })

  test('calls the reference by the kind of basis', () => {
    expect(checkDraft({ ...whole, basis: 'statutory-duty', reference: ' ' }, today)).toEqual([
      { field: 'reference', text: '请填写法律条款' },
    ])
  })

  test('becomes a body without spaces and with the number in its own form', () => {
    expect(caseBody(whole, today)).toEqual({
      person: { name: '沈清和', idType: 'resident-id', idNumber: '31010119000101002X' },
      centres: ['310000000000000', '320500000000000'],
      purpose: 'remote-housing-loan',
      basis: { kind: 'consent', reference: 'SQ-2026-0917', expires: '2026-12-31' },
    })
  })

  test('waits for chosen centres only', () => {
    const draft = { ...whole, wait: ['320500000000000', '330100000000000'], applicationNumber: ' YD-1 ' }
    expect(caseBody(draft, today)).toMatchObject({ wait: ['320500000000000'], applicationNumber: 'YD-1' })
  })

  test('finds the field that the server speaks of', () => {
    expect(fieldAt('/person/idNumber')).toBe('idNumber')
    expect(fieldAt('/person/name')).toBe('name')
    expect(fieldAt('/centres/2')).toBe('centres')
    expect(fieldAt('/wait')).toBe('centres')
    expect(fieldAt('/basis/kind')).toBe('basis')
    expect(fieldAt('/basis/reference')).toBe('reference')
    expect(fieldAt('/basis/expires')).toBe('expires')
    expect(fieldAt('')).toBeUndefined()
  })
})

describe('a form that would be lost', () => {
  test('is one in which somebody typed or chose anything, and not what is filled in by itself', () => {
    expect(isBlank({ ...emptyDraft(), purpose: 'remote-housing-loan' })).toBe(true)
    expect(isBlank({ ...emptyDraft(), name: '沈' })).toBe(false)
    expect(isBlank({ ...emptyDraft(), centres: ['310000000000000'] })).toBe(false)
  })
})

describe('a question that is put right and asked anew', () => {
  const centre = { code: '310000000000000', name: '', state: 'no-record' as const, attempts: 1 }
  const asked: ShownCase = {
    id: '1',
    createdAt: '',
    officer: '林悦',
    branch: { code: 'jinling', name: '' },
    person: { name: '沈*', idNumber: '3101**********0011', idType: 'passport' },
    purpose: 'remote-housing-loan',
    applicationNumber: 'YD-1',
    revision: 1,
    basis: { kind: 'consent', reference: 'SQ-1', expires: '2026-12-31' },
    centres: [
      centre,
      {
        ...centre,
        code: '320500000000000',
        certificate: { number: '1', validUntil: '', asOf: '' },
      },
    ],
    ended: true,
  }

  test('keeps what is not personal, for the centres that gave no certificate', () => {
    expect(correctedDraft(asked)).toEqual({
      ...emptyDraft(),
      idType: 'passport',
      centres: ['310000000000000'],
      purpose: 'remote-housing-loan',
      basis: 'consent',
      reference: 'SQ-1',
      expires: '2026-12-31',
      applicationNumber: 'YD-1',
    })
  })

  test('has no reference of which only a part was shown', () => {
    expect(correctedDraft({ ...asked, basis: { ...asked.basis, reference: '沈*的授权书' } }).reference).toBe(
      '',
    )
  })
})
