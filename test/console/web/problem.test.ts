import { describe, expect, test } from '@jest/globals'
import { ApiProblem, asProblem, problemOf } from '../../../src/console/web/problem.ts'
import { closeNotice, notices, notify } from '../../../src/console/web/notices.ts'

function answer(status: number, body: string): Response {
  return new Response(body, { status })
}

describe('what a page makes of a refusal', () => {
  test('the words, the number and the places that the server gave', async () => {
    const told = {
      code: 'CASE_INVALID',
      title: { zh: '有误。', en: 'Wrong.' },
      hint: { zh: '请修改。', en: 'Change it.' },
      requestId: 'R-1',
      faults: [{ where: '/person/name', zh: '请填写姓名', en: 'Name' }],
    }
    expect(await problemOf(answer(422, JSON.stringify(told)))).toMatchObject({
      code: 'CASE_INVALID',
      status: 422,
      title: '有误。',
      hint: '请修改。',
      requestId: 'R-1',
      ofSystem: false,
      faults: [{ where: '/person/name', zh: '请填写姓名' }],
    })
  })

  test.each([
    [502, '<html>Bad gateway</html>'],
    [500, ''],
    [503, 'null'],
  ])('a failure of the system where a proxy answers %i', async (status, body) => {
    expect(await problemOf(answer(status, body))).toMatchObject({
      code: `HTTP_${status}`,
      title: '系统暂时出现问题',
      requestId: undefined,
      ofSystem: true,
    })
  })

  test('a failure of the system where nobody answers, and where the page itself fails', () => {
    expect(ApiProblem.unreachable()).toMatchObject({ code: 'UNREACHABLE', ofSystem: true })
    expect(asProblem(new TypeError('x'))).toMatchObject({ code: 'PAGE_FAILED', ofSystem: true })
    const problem = ApiProblem.unreachable()
    expect(asProblem(problem)).toBe(problem)
  })
})

test('a notice stays until somebody closes it, who is then known to have read it', () => {
  let closed = 0
  notify('苏州已恢复', { to: '/cases/1', onClose: () => (closed += 1) })
  notify('合肥已恢复')
  expect([notices.value.map(({ text }) => text), closed]).toEqual([['苏州已恢复', '合肥已恢复'], 0])
  const [first] = notices.value
  if (first) closeNotice(first)
  expect([notices.value.map(({ text }) => text), closed]).toEqual([['合肥已恢复'], 1])
})
