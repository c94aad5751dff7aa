import { describe, expect, test } from '@jest/globals'
import { fieldFaults } from '../../../../../src/console/web/officer/new-case/field-faults.ts'
import { ApiProblem } from '../../../../../src/console/web/problem.ts'

const told = {
  status: 422,
  code: 'CASE_INVALID',
  title: { zh: '有误。', en: '' },
  hint: { zh: '请修改。', en: '' },
}

describe('what the server refuses of a form', () => {
  test('is at its field, each field once', () => {
    const faults = [
      { where: '/centres/0', zh: '没有此中心', en: '' },
      { where: '/person/name', zh: '姓名太长', en: '' },
      { where: '/centres/1', zh: '没有此中心', en: '' },
      { where: '/centres/2', zh: '只能查询一次', en: '' },
      { where: '/elsewhere', zh: '不明', en: '' },
    ]
    expect(fieldFaults(new ApiProblem({ ...told, faults }))).toEqual([
      { field: 'centres', text: '没有此中心；只能查询一次' },
      { field: 'name', text: '姓名太长' },
    ])
  })

  test('is in the problem’s own words where it names one place alone', () => {
    expect(fieldFaults(new ApiProblem({ ...told, where: '/basis/expires' }))).toEqual([
      { field: 'expires', text: '有误。请修改。' },
    ])
  })

  test('is at no field where none is to blame', () => {
    expect(fieldFaults(new ApiProblem({ ...told, status: 429 }))).toEqual([])
    expect(
      fieldFaults(new ApiProblem({ ...told, where: '/', faults: [{ where: '/x', zh: '不明', en: '' }] })),
    ).toEqual([])
  })
})
