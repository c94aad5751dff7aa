import { expect, test } from '@jest/globals'
import { emptyForm, formFaults, searchOf } from '../../../../src/console/web/board/message-search.ts'

test('only what was typed is asked for, in the form the server takes', () => {
  expect(searchOf(emptyForm)).toEqual({})
  expect(
    searchOf({
      exchangeId: ' 0199c0de-0000-7000-8000-000000000001 ',
      peer: ' 340100000000000 ',
      direction: 'asked',
      from: '2026-11-28T08:00',
      to: '2026-11-28T08:00',
      state: 'not-asked',
      outcome: ' ANSWER_INVALID ',
      service: 'gateway.ping',
      idNumber: '310101 19000101 001x',
    }),
  ).toEqual({
    exchangeId: '0199c0de-0000-7000-8000-000000000001',
    peer: '340100000000000',
    direction: 'asked',
    from: '2026-11-28T08:00:00+08:00',
    to: '2026-11-28T08:00:59.999+08:00',
    state: 'not-asked',
    outcome: 'ANSWER_INVALID',
    service: 'gateway.ping',
    idNumber: '31010119000101001X',
  })
})

test.each([
  [{ outcome: '超时' }, 'outcome'],
  [{ idNumber: '3101' }, 'idNumber'],
  [{ from: '2026-11-28T08:00', to: '2026-11-27T08:00' }, 'to'],
])('what cannot be right is said before anything is sent: %j', (typed, field) => {
  expect(formFaults({ ...emptyForm, ...typed })).toMatchObject([{ field }])
})

test('a centre may be named, and a span of time may be one minute', () => {
  expect(
    formFaults({ ...emptyForm, peer: '合肥', from: '2026-11-28T08:00', to: '2026-11-28T08:00' }),
  ).toEqual([])
})

test('a form that can be right has no faults', () => {
  expect(formFaults({ ...emptyForm, from: '2026-11-27T08:00', to: '2026-11-28T08:00' })).toEqual([])
})
