import { expect, test } from '@jest/globals'
import {
  basisWord,
  kindWord,
  outcomeWord,
  serviceWord,
} from '../../../../src/console/web/board/message-words.ts'

test.each([
  ['issued', '已出具', 'good'],
  ['no-record', '无缴存记录', 'good'],
  ['sent', '已发出', 'note'],
  ['PEER_TIMEOUT', 'PEER_TIMEOUT', 'bad'],
  ['something-new', 'something-new', 'note'],
])('%s reads %s: an honest answer is no failure, and a failure keeps its code', (outcome, word, tone) => {
  expect(outcomeWord(outcome)).toEqual({ word, tone })
})

test('what a later version may bring keeps its own name', () => {
  expect([kindWord('asked'), kindWord('new')]).toEqual(['发出查询', 'new'])
  expect([serviceWord('gateway.ping'), serviceWord('loan.receipt')]).toEqual(['签名回声', 'loan.receipt'])
  expect([basisWord('consent'), basisWord(''), basisWord('new')]).toEqual(['本人授权', '–', 'new'])
})
