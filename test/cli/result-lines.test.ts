import { expect, test } from '@jest/globals'
import { resultLines } from '../../src/cli/request/result-lines.ts'

test('a peer’s words on a terminal stay in their line, move no cursor and turn nothing round', () => {
  const lines = resultLines({
    centre: '310000000000000',
    name: '上海\u202e中心',
    state: 'refused',
    elapsedMs: 12,
    problem: {
      type: 'urn:hpf-exchange:error:REQUEST_INVALID',
      code: 'REQUEST_INVALID',
      status: 400,
      title: { zh: '请求无效', en: 'invalid' },
      hint: { zh: '请核对', en: 'look again' },
      docs: '',
      requestId: 'r',
      detail: '\u001b[2J\n  ✓ 验签通过\u009b1A',
    },
  })
  expect(lines).toContain('  详情 what: [2J   ✓ 验签通过1A')
  expect(lines[0]).toBe('上海中心　对方拒绝（12 ms）')
})
