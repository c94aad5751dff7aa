import { describe, expect, test } from '@jest/globals'
import { ApiProblem, asProblem, problemOf } from '../../../src/console/web/problem.ts'
import { failureWords } from '../../../src/console/web/parts/failure-words.ts'
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

  test.each(['MAINTENANCE', 'QUEUE_FULL'])(
    'what is in order though it is refused, with what is said of it: %s',
    async (code) => {
      const told = { code, title: { zh: '暂不受理。', en: '' }, hint: { zh: '', en: '' }, detail: '十点恢复' }
      expect(await problemOf(answer(503, JSON.stringify(told)))).toMatchObject({
        ofSystem: false,
        detail: '十点恢复',
      })
    },
  )

  test('a failure of the system where nobody answers, and where the page itself fails', () => {
    expect(ApiProblem.unreachable()).toMatchObject({ code: 'UNREACHABLE', ofSystem: true })
    expect(asProblem(new TypeError('x'))).toMatchObject({ code: 'PAGE_FAILED', ofSystem: true })
    const problem = ApiProblem.unreachable()
    expect(asProblem(problem)).toBe(problem)
  })
})

describe('a failure of the system in words', () => {
  const failed = new ApiProblem({ code: 'INTERNAL', status: 500 })

  test('says what to do in other words than what happened', () => {
    expect(failureWords(failed, false)).toEqual({ title: '系统暂时出现问题', advice: '请稍后再试。' })
    expect(failureWords(ApiProblem.unreachable(), false)).toEqual({
      title: '无法连接到本中心的系统',
      advice: '请检查网络后再试。',
    })
  })

  test('says that what was filled in is kept where something was', () => {
    expect(failureWords(failed, true).advice).toBe('已填写内容已保存，请稍后再试。')
    expect(failureWords(ApiProblem.unreachable(), true).advice).toBe('已填写内容已保存，请检查网络后再试。')
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
