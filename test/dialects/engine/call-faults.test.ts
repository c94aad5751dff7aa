import { describe, expect, test } from '@jest/globals'
import type { DialectCall, DialectDefinition, DialectReply } from '../../../src/contracts/generated/types.ts'
import { callFaults } from '../../../src/dialects/engine/call-faults.ts'
import { definitionWith, plainReply } from './definitions.ts'

const http = { method: 'POST', path: '/q' } as const

/** Faults of a definition with these calls, as `pointer fault`. */
function faultsOf(calls: readonly Partial<DialectCall>[], more: Partial<DialectDefinition> = {}): string[] {
  return callFaults(definitionWith(calls, more)).map(({ pointer, fault }) => `${pointer} ${fault}`)
}

function ofReply(reply: Partial<DialectReply>): string[] {
  return faultsOf([{ http, reply: { ...plainReply, ...reply } }])
}

describe('the calls of a definition', () => {
  test('may use settings, tables, parts before and what earlier replies gave', () => {
    const faults = faultsOf(
      [
        { http, reply: { ...plainReply, keep: { key: { from: 'key' } } } },
        {
          http: { ...http, path: '/{settings.appid}', query: { a: '{person.idType|code idTypes}' } },
          parts: { one: { text: '{id.uuid}' }, two: { text: '{part.one}' } },
          body: { json: { deep: [{ a: '{part.two}' }] }, then: [{ 'aes-ecb-encrypt': 'call.key' }] },
          sign: [{ with: 'x-tif', values: { paasid: 'a', token: '{settings.appid}' } }],
        },
      ],
      { settings: { appid: { about: 'Who asks.' } }, send: { idTypes: { passport: '03' } } },
    )
    expect(faults).toEqual([])
  })

  test.each<[string, Partial<DialectCall>, RegExp]>([
    ['no way', {}, /^\/calls\/0 .+ needs either/],
    ['two ways', { http, tcp: {} }, /^\/calls\/0 .+ needs either/],
    ['a path of another server', { http: { ...http, path: 'http://other/' } }, /^\/calls\/0\/http\/path /],
    ['a query in the path', { http: { ...http, path: '/q?a=1' } }, /^\/calls\/0\/http\/path /],
    [
      'a body of a GET',
      { http: { method: 'GET', path: '/' }, body: { text: '' } },
      /http\/method .+ has no body/,
    ],
    [
      'a header with a space',
      { http: { ...http, headers: { 'a b': '' } } },
      /http\/headers\/a b .+ is no name/,
    ],
    ['its own Host', { http: { ...http, headers: { HOST: '' } } }, /http\/headers\/HOST .+ is set by HTTP/],
    [
      'an unknown place in a header',
      { http: { ...http, headers: { a: '{x}' } } },
      /http\/headers\/a .+ names \{x\}/,
    ],
    [
      'an unknown place in a query',
      { http: { ...http, query: { a: '{x}' } } },
      /http\/query\/a .+ names \{x\}/,
    ],
    [
      'a place that no earlier call gave',
      { http, body: { text: '{call.key}' } },
      /body\/text .+ names \{call\.key\}/,
    ],
    [
      'a setting that is not declared',
      { http, body: { json: { 'a/b': ['{settings.x}'] } } },
      /body\/json\/a~1b\/0 /,
    ],
    ['a body of two forms', { http, body: { text: '', form: {} } }, /\/calls\/0\/body .+ needs exactly one/],
    ['a body of no form', { http, body: {} }, /\/calls\/0\/body .+ needs exactly one/],
    ['a tag with a space', { tcp: {}, body: { tags: { 'a b': '' } } }, /body\/tags\/a b .+ is no name/],
    [
      'an XML field with an unknown place',
      { tcp: {}, body: { xmlFields: { head: { a: '{x}' }, body: {} } } },
      /xmlFields\/head\/a/,
    ],
    [
      'a key that nothing gives',
      { http, body: { text: '', then: ['hex', { 'rsa-encrypt': 'settings.x' }] } },
      /body\/then\/1\/rsa-encrypt .+ names settings\.x/,
    ],
    [
      'a part that is made later',
      { http, parts: { a: { text: '{part.b}' }, b: { text: '' } } },
      /parts\/a\/text .+ names \{part\.b\}/,
    ],
    ['a signature over TCP', { tcp: {}, sign: [] }, /\/sign .+ needs http/],
    [
      'a signature without its token',
      { http, sign: [{ with: 'x-tif', values: { paasid: 'a' } }] },
      /sign\/0\/values 缺少 lacks token/,
    ],
    [
      'a signature with what it does not take',
      { http, sign: [{ with: 'appkey-md5', values: { appKey: '', requestSecret: '', x: '' } }] },
      /sign\/0\/values\/x .+ is nothing/,
    ],
    [
      'a status over TCP',
      { tcp: {}, reply: { ...plainReply, status: [200] } },
      /reply\/status .+ needs http/,
    ],
    [
      'a reply header without a length',
      { tcp: { replyHeaderBytes: 4 } },
      /tcp\/replyHeaderBytes .+ needs lengthBytes/,
    ],
    ['an unknown place in the TCP header', { tcp: { header: '{x}' } }, /tcp\/header .+ names \{x\}/],
  ])('may not have %s', (_, call, fault) => {
    expect(faultsOf([call])).toEqual([expect.stringMatching(fault)])
  })

  test('have names of their own', () => {
    expect(
      faultsOf([
        { name: 'a', http },
        { name: 'a', http },
      ]),
    ).toEqual(['/calls/1/name 名称重复 is used twice'])
  })
})

describe('the reply of a call', () => {
  test.each<[string, Partial<DialectReply>, string]>([
    [
      'never answers',
      { outcomes: [{ means: 'fault' }] },
      '/outcomes 没有表示已应答的结果 never means answered',
    ],
    [
      'has outcomes that never count',
      { outcomes: [{ means: 'answered' }, { at: 'a', is: 'empty', means: 'fault' }] },
      '/outcomes/0 恒成立，其后各项不起作用 always holds, so that those behind it never count',
    ],
    [
      'has two conditions in one',
      { outcomes: [{ at: 'a', is: 'present', contains: 'b', means: 'answered' }] },
      '/outcomes/0 条件不止一个 has more than one condition',
    ],
    [
      'looks and asks nothing',
      { outcomes: [{ at: 'a', means: 'answered' }] },
      '/outcomes/0 有 at 而没有条件 looks at something and asks nothing of it',
    ],
    [
      'is opened with a key that nothing gives',
      { then: [{ 'rsa-decrypt': 'call.key' }] },
      '/then/0/rsa-decrypt 此处没有该名称 names call.key, which is not known here',
    ],
    [
      'keeps what it opens with its own key',
      { keep: { key: { from: 'a', then: [{ 'rsa-decrypt': 'call.key' }] } } },
      '/keep/key/then/0/rsa-decrypt 此处没有该名称 names call.key, which is not known here',
    ],
  ])('is at fault where it %s', (_, reply, fault) => {
    expect(ofReply(reply)).toEqual([`/calls/0/reply${fault}`])
  })
})
