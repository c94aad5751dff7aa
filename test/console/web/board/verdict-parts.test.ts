import { expect, test } from '@jest/globals'
import { verdictParts } from '../../../../src/console/web/board/verdict-parts.ts'

test('findings stand by what they are about, and nothing is said twice', () => {
  const found = verdictParts([
    { check: 'request.form', ok: true },
    { check: 'journal.whole', ok: true },
    { check: 'request.signature', ok: false },
    { check: 'journal.whole', ok: true },
  ])
  expect(found).toEqual([
    {
      part: '请求',
      checks: [
        { text: '格式规范', ok: true },
        { text: '签名与内容不符', ok: false },
      ],
    },
    { part: '日志', checks: [{ text: '未被改动', ok: true }] },
  ])
})

test('one entry of the journal that was altered is not hidden by another that was not', () => {
  const [journal] = verdictParts([
    { check: 'journal.whole', ok: true },
    { check: 'journal.whole', ok: false },
  ])
  expect(journal?.checks.map(({ ok }) => ok)).toEqual([true, false])
})
