import { describe, expect, test } from '@jest/globals'
import { GatewayError } from '../../src/errors.ts'
import { assertNotRetired } from '../../src/speaker/speaker.ts'
import {
  agreement,
  directory,
  jiangsu,
  lines,
  now,
  type Operator,
  operator,
  read,
  retiredSoon,
  shanghai,
  trustIn,
  withRetired,
} from './signed.ts'

const [first, second, stranger] = [operator('First'), operator('Second'), operator('Stranger')]

function refusal(attempt: () => unknown): Pick<GatewayError, 'code' | 'where' | 'detail'> {
  try {
    attempt()
  } catch (thrown) {
    if (thrown instanceof GatewayError)
      return { code: thrown.code, where: thrown.where, detail: thrown.detail }
  }
  throw new Error('was accepted')
}

describe('two-person approval', () => {
  const both = trustIn([first, second], 2)
  const payload = directory()

  test('takes a directory that two operators signed, byte for byte the same, in either order', () => {
    for (const tokens of [
      [first.sign(payload), second.sign(payload)],
      [second.sign(payload), first.sign(payload)],
    ]) {
      expect(read(lines(...tokens), both).version).toBe(1)
    }
  })

  test.each([
    [
      'one signature alone',
      [first],
      '签名的运营方数量不足 signed by 1 of 2 operators of ours that are required, 1 missing',
    ],
    [
      'the same operator twice',
      [first, first],
      '签名的运营方数量不足 signed by 1 of 2 operators of ours that are required, 1 missing',
    ],
    [
      'an operator and a stranger',
      [first, stranger],
      '签名的运营方数量不足 signed by 1 of 2 operators of ours that are required, 1 missing',
    ],
    [
      'strangers only',
      [stranger, stranger],
      '签名的运营方数量不足 signed by 0 of 2 operators of ours that are required, 2 missing',
    ],
  ] as [string, Operator[], string][])(
    '%s is not enough, and it says how many are missing',
    (_, signers, detail) => {
      const bytes = lines(...signers.map(({ sign }) => sign(payload)))
      expect(refusal(() => read(bytes, both))).toEqual({
        code: 'DIRECTORY_INVALID',
        where: 'signature',
        detail,
      })
    },
  )

  test('two certificates of one operator count once', () => {
    const renewed = operator('First')
    const trust = trustIn([first, renewed], 2)
    const bytes = lines(first.sign(payload), renewed.sign(payload))
    expect(refusal(() => read(bytes, trust)).detail).toContain('signed by 1 of 2')
  })

  test('the same content in other bytes is another directory', () => {
    const bytes = lines(first.sign(payload), second.sign({ ...payload, version: 2 }))
    expect(refusal(() => read(bytes, both))).toMatchObject({ code: 'DIRECTORY_INVALID', where: 'line 2' })
    const { version, ...rest } = payload
    const reordered = lines(first.sign(payload), second.sign({ ...rest, version }))
    expect(refusal(() => read(reordered, both))).toMatchObject({ where: 'line 2' })
  })

  test('a bad signature of a known operator is refused, however many good ones stand beside it', () => {
    const broken = Buffer.from(`${String(second.sign(payload)).slice(0, -8)}AAAAAAAA`, 'latin1')
    const bytes = lines(first.sign(payload), broken)
    expect(refusal(() => read(bytes, trustIn([first, second], 1))).code).toBe('DIRECTORY_INVALID')
  })

  test('where one is required, further approvals do no harm, of strangers neither', () => {
    const trust = trustIn([first], 1)
    expect(read(lines(first.sign(payload), stranger.sign(payload)), trust).version).toBe(1)
    expect(read(first.sign(payload), trust).version).toBe(1)
  })

  test.each([
    ['an empty line', (token: Buffer) => lines(token, Buffer.alloc(0))],
    ['a blank', (token: Buffer) => lines(token, Buffer.from(' '))],
    ['nine lines', (token: Buffer) => lines(...Array.from({ length: 9 }, () => token))],
  ])('%s is refused', (_, make) => {
    expect(refusal(() => read(make(first.sign(payload)), trustIn([first]))).code).toBe('DIRECTORY_INVALID')
  })
})

describe('groups', () => {
  const trust = trustIn([first])
  const groups = { delta: [jiangsu, shanghai], 'nobody-yet': [] }

  test('stand for their members, nobody twice', () => {
    const grouped = { ...agreement, consumers: [jiangsu, 'group:delta'], providers: ['group:delta'] }
    const view = read(first.sign(directory(1, { groups, agreements: [grouped] })), trust)
    expect(view.agreementsOf(shanghai)).toMatchObject([
      { id: 'loans', consumers: [jiangsu, shanghai], providers: [jiangsu, shanghai] },
    ])
    expect(view.agreementsOf(jiangsu)).toHaveLength(1)
    expect(view.agreementsOf('group:delta')).toEqual([])
  })

  test('an empty group lets nobody ask', () => {
    const grouped = { ...agreement, consumers: ['group:nobody-yet'] }
    const view = read(first.sign(directory(1, { groups, agreements: [grouped] })), trust)
    expect(view.agreementsOf(jiangsu)).toEqual([])
  })

  test.each(['group:else', 'group:constructor', 'group:to-string'])(
    '%s, which is not there, is refused',
    (name) => {
      const grouped = { ...agreement, providers: [name] }
      const bytes = first.sign(directory(1, { groups, agreements: [grouped] }))
      expect(refusal(() => read(bytes, trust))).toEqual({
        code: 'DIRECTORY_INVALID',
        where: 'providers of agreement loans',
        detail: `没有该分组 there is no group ${name.slice(6)}`,
      })
    },
  )
})

describe('a retired certificate', () => {
  const trust = trustIn([first])

  test('stays listed, serves until its instant, and not from it on', () => {
    const view = read(first.sign(withRetired('2026-11-24T12:00:00+08:00')), trust)
    const { thumbprint } = retiredSoon
    expect(view.signing(thumbprint)?.member.code).toBe(jiangsu)
    const instant = Date.parse('2026-11-24T12:00:00+08:00')
    expect(() => assertNotRetired(thumbprint, view, instant - 1)).not.toThrow()
    expect(refusal(() => assertNotRetired(thumbprint, view, instant))).toEqual({
      code: 'KEY_RETIRED',
      where: `certificate ${thumbprint}`,
      detail: '停用时间 retired 2026-11-24T12:00:00+08:00, 目录版本 by directory version 1',
    })
  })

  test('with an instant that is none is refused', () => {
    const bytes = first.sign(withRetired('2026-11-24T25:00:00+08:00'))
    expect(refusal(() => read(bytes, trust))).toMatchObject({
      code: 'DIRECTORY_INVALID',
      detail: '停用时间不是时刻 retired is no instant',
    })
    expect(now).toBeGreaterThan(0)
  })
})
