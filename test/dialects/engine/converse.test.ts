import { createCipheriv } from 'node:crypto'
import { describe, expect, test } from '@jest/globals'
import type { DialectCall, DialectOutcome } from '../../../src/contracts/generated/types.ts'
import { conversed, definitionWith, plainReply, somebody } from './definitions.ts'

const http = { method: 'POST', path: '/q' } as const
const record = `"id":"${somebody.idNumber}","balance":4408`
const found = `{"code":200,${record}}`

function invalid(where: string, detail: string): unknown {
  return expect.objectContaining({ code: 'CENTRE_ANSWER_INVALID', where, detail })
}

function oneCall(reply: Partial<DialectCall['reply']> = {}): ReturnType<typeof definitionWith> {
  return definitionWith([{ http, reply: { ...plainReply, ...reply } }])
}

describe('a conversation', () => {
  test('asks, and says what the reply says', () => {
    const { calls, finding } = conversed(oneCall(), [{ status: 200, bytes: Buffer.from(found) }])
    expect(calls).toHaveLength(1)
    expect(finding).toMatchObject({ normalised: { facts: { balance: { amount: 4408 } } } })
  })

  test('asks for nobody’s record again under the old number, with other fresh numbers', () => {
    const body = { text: '{person.idNumber} {id.serial}' }
    const { calls, finding } = conversed(
      definitionWith([{ http, body }], { idNumbers: ['18-digits', '15-digits'] }),
      ['{"code":404}', '{"code":404}'],
    )
    expect(finding).toEqual({ outcome: 'no-record' })
    const [first, second] = calls.map((call) => (call.transport === 'http' ? String(call.body) : ''))
    expect(first).toMatch(/^310101190001010011 \d{16}$/)
    expect(second).toMatch(/^310101000101001 \d{16}$/)
    expect(first?.slice(-16)).not.toBe(second?.slice(-16))
  })

  test.each([
    ['a passport', { name: 'A', idType: 'passport', idNumber: 'E12345678' }],
    ['somebody born in 2001', { name: 'A', idType: 'resident-id', idNumber: '310101200101010013' }],
  ] as const)('knows no old number of %s', (_, person) => {
    const definition = definitionWith([{ http }], { idNumbers: ['18-digits', '15-digits'] })
    expect(conversed(definition, ['{"code":404}'], {}, { person }).calls).toHaveLength(1)
  })

  test('carries a value of one reply into the next call, as text and as key', () => {
    const settings = { key: { about: 'Its key.', secret: true } }
    const key = 'Test-Node-Key-01'
    const session = 'Test-Session-K01'
    const definition = definitionWith(
      [
        {
          http,
          reply: {
            ...plainReply,
            keep: {
              id: { from: 'id' },
              key: { from: 'key', then: ['hex-decode', { 'aes-ecb-decrypt': 'settings.key' }] },
            },
          },
        },
        {
          tcp: { header: '{call.id}', lengthBytes: 2 },
          body: { text: 'q', then: [{ 'aes-cbc-encrypt': 'call.key' }] },
          reply: { ...plainReply, then: [{ 'aes-cbc-decrypt': 'call.key' }] },
        },
      ],
      { settings },
    )
    const signedIn = `{"code":"200","id":7,"key":"${sealed('ecb', session, key).toString('hex')}"}`
    const { calls, finding } = conversed(definition, [signedIn, sealed('cbc', found, session)], { key })
    expect(finding.outcome).toBe('found')
    const second = calls[1]
    expect(second?.transport === 'tcp' && second.bytes).toEqual(
      Buffer.concat([Buffer.from('7\u0000\u0010'), sealed('cbc', 'q', session)]),
    )
  })

  test('ends with the call that ends it', () => {
    const definition = definitionWith([{ http }, { http }])
    expect(conversed(definition, ['{"code":404}']).calls).toHaveLength(1)
  })

  test('reads JSON in a text, by its path without regard to case', () => {
    const data = JSON.stringify(JSON.stringify({ id: somebody.idNumber, balance: '4408' }))
    const definition = { ...oneCall({ unwrap: ['body/data'] }), record: { at: 'body/data' } }
    const { finding } = conversed(definition, [`{"code":"200","body":{"DATA":${data}}}`])
    expect(finding).toMatchObject({
      normalised: { lineage: { 'balance.amount': { from: ['body/DATA/balance'] } } },
    })
  })

  test.each([
    '{"code":"404"}',
    '{"code":"404","data":null}',
    '{"code":"404","data":""}',
    '{"code":"404","data":[]}',
  ])('reads no JSON in a text that is none: %s', (reply) => {
    expect(conversed(oneCall({ unwrap: ['data'] }), [reply]).finding).toEqual({ outcome: 'no-record' })
  })
})

describe('a reply is refused', () => {
  test('under a status that is not listed, as a fault of the centre', () => {
    expect(() => conversed(oneCall(), [{ status: 500, bytes: Buffer.from(found) }])).toThrow(
      expect.objectContaining({
        code: 'CENTRE_UNAVAILABLE',
        where: 'test call-1',
        detail: '应答状态码 HTTP status 500',
      }),
    )
    expect(
      conversed(oneCall({ status: [500] }), [{ status: 500, bytes: Buffer.from(found) }]).finding,
    ).toMatchObject({
      outcome: 'found',
    })
  })

  test.each([
    ['T72 in another charset', Buffer.from('7b2261223a22c9f2227d', 'hex'), '不是该字符编码 is not in utf-8'],
    ['T74 nested too deeply', '['.repeat(30), '嵌套过深 nested too deeply'],
    ['T75 with a member twice', '{"code":200,"code":404}', '成员重复 a member is repeated'],
    ['T76 with __proto__', '{"__proto__":{"code":200}}', '有不允许的成员名 a member name is not allowed'],
    ['empty', '', '不是 JSON not JSON'],
    ['cut short', found.slice(0, -1), '不是 JSON not JSON'],
    ['that says nothing known', '{"code":500}', '应答含义不明 says nothing that is known'],
    ['of another form', '<html></html>', '不是 JSON not JSON'],
  ])('%s', (_, reply, detail) => {
    expect(() => conversed(oneCall(), [reply])).toThrow(invalid('test call-1', detail))
  })

  test('T77 with an amount of 1e400, by the converter', () => {
    const reply = found.replace('4408', '1e400')
    expect(() => conversed(oneCall(), [reply])).toThrow(
      expect.objectContaining({ code: 'CENTRE_ANSWER_INVALID', where: 'test balance' }),
    )
  })

  test('whose steps fail', () => {
    expect(() => conversed(oneCall({ then: ['base64-decode'] }), ['%'])).toThrow(
      invalid('test call-1', '处理步骤失败 base64-decode failed'),
    )
  })

  test('whose text inside is no JSON, naming its path', () => {
    expect(() => conversed(oneCall({ unwrap: ['data'] }), ['{"code":200,"data":"{"}'])).toThrow(
      invalid('test data', '不是 JSON not JSON'),
    )
  })

  test.each(['{"code":200}', '{"code":200,"id":""}', '{"code":200,"id":null}', '{"code":200,"id":{}}'])(
    'that lacks what a later call needs: %s',
    (reply) => {
      const definition = definitionWith([
        { http, reply: { ...plainReply, keep: { id: { from: 'id' } } } },
        { http, body: { text: '{call.id}' } },
      ])
      expect(() => conversed(definition, [reply])).toThrow(invalid('test id', '应答中没有该值 is missing'))
    },
  )

  test('never with a word of it in the error', () => {
    const replies = ['{"name":"沈清和"', '{"code":"沈清和"}', '{"code":200,"id":"沈清和"}']
    for (const reply of replies) {
      const thrown = failureOf(() => conversed(oneCall(), [reply]))
      expect(JSON.stringify([thrown, String(thrown)])).not.toContain('沈')
    }
  })
})

describe('an outcome', () => {
  const replies: [Omit<DialectOutcome, 'means'>, string, string][] = [
    [{ at: 'code', equals: ['1'] }, '{"code":1}', '{"code":"01"}'],
    [{ at: 'code', equals: ['1'] }, '{"code":"1"}', '{"code":1.0}'],
    [{ at: 'ok', equals: ['false'] }, '{"ok":false}', '{"ok":null}'],
    [{ at: 'msg', contains: '无此人' }, '{"msg":"查无此人!"}', '{"msg":["无此人"]}'],
    [{ at: 'data', is: 'empty' }, '{"data":[]}', '{}'],
    [{ at: 'data', is: 'empty' }, '{"data":""}', '{"data":0}'],
    [{ at: 'data', is: 'empty' }, '{"data":null}', '{"data":false}'],
    [{ at: 'data', is: 'empty' }, '{"data":{}}', '{"data":" "}'],
    [{ at: 'data', is: 'absent' }, '{}', '{"data":null}'],
    [{ at: 'data', is: 'present' }, '{"data":""}', '{"data":null}'],
    [{ is: 'empty' }, 'null', '0'],
    [{ is: 'empty' }, '[]', '[[]]'],
    [{ at: '0/name', is: 'present' }, '[{"name":1}]', '[]'],
  ]
  test.each(replies)('%j holds of %s and not of %s', (condition, holds, doesNot) => {
    const definition = oneCall({ outcomes: [{ ...condition, means: 'no-record' }] })
    expect(conversed(definition, [holds]).finding).toEqual({ outcome: 'no-record' })
    expect(() => conversed(definition, [doesNot])).toThrow(
      expect.objectContaining({ detail: '应答含义不明 says nothing that is known' }),
    )
  })

  test.each([
    ['refused', 'CENTRE_REFUSED'],
    ['busy', 'CENTRE_UNAVAILABLE'],
    ['fault', 'CENTRE_UNAVAILABLE'],
  ] as const)('%s is %s', (means, code) => {
    const definition = oneCall({ outcomes: [{ means }, { means: 'answered' }] })
    expect(() => conversed(definition, [found])).toThrow(
      expect.objectContaining({ code, where: 'test call-1' }),
    )
  })

  test('account-closed is no certificate, and nobody is asked again', () => {
    const definition = {
      ...oneCall({ outcomes: [{ means: 'account-closed' }] }),
      idNumbers: ['18-digits' as const, '15-digits' as const],
    }
    const { calls, finding } = conversed(definition, ['{}'])
    expect(finding).toEqual({ outcome: 'not-issuable', reason: 'account-closed' })
    expect(calls).toHaveLength(1)
  })

  test('counts only where none before it holds', () => {
    const outcomes: DialectOutcome[] = [
      { at: 'code', equals: ['200'], means: 'no-record' },
      { means: 'refused' },
    ]
    expect(conversed(oneCall({ outcomes }), [found]).finding).toEqual({ outcome: 'no-record' })
  })
})

function sealed(mode: 'ecb' | 'cbc', text: string, key: string): Buffer {
  const cipher = createCipheriv(`aes-128-${mode}`, key, mode === 'cbc' ? key : null)
  return Buffer.concat([cipher.update(text), cipher.final()])
}

function failureOf(act: () => unknown): unknown {
  try {
    return act()
  } catch (thrown) {
    return thrown
  }
}
