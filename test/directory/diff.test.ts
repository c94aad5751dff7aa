import { isDeepStrictEqual } from 'node:util'
import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import type { Agreement, Directory, Member } from '../../src/contracts/generated/types.ts'
import { diffDirectories } from '../../src/directory/diff.ts'
import { serviceNames } from '../../src/domain/services.ts'
import { agreement, directory, jiangsu, shanghai } from './signed.ts'

const code = fc.constantFrom('320101000000000', '310000000000000', '330100000000000', '310000000')
const text = fc.constantFrom('甲', '乙', '丙')
const date = fc.constantFrom('2026-01-01', '2026-06-30', '2026-12-31')
const instant = fc.constantFrom('2026-11-24T10:00:00+08:00', '2026-12-01T00:00:00+08:00')
const certificate = fc.constantFrom('AAAA', 'BBBB', 'CCCC')
const party = fc.oneof(code, fc.constantFrom('group:delta', 'group:centres'))

function some<T>(item: fc.Arbitrary<T>): fc.Arbitrary<T[]> {
  return fc.uniqueArray(item, { minLength: 1, maxLength: 3 })
}

const memberForm: { [Key in keyof Required<Member>]: fc.Arbitrary<Required<Member>[Key]> } = {
  code,
  name: text,
  kind: fc.constantFrom('centre', 'portal', 'hub'),
  division: fc.constantFrom('320100', '310000'),
  representedBy: fc.constantFrom('310000100', '330000100'),
  endpoints: some(fc.constantFrom('https://a', 'https://b', 'https://c')),
  certificates: fc.uniqueArray(
    fc.record(
      {
        use: fc.constantFrom('sign' as const, 'tls' as const),
        chain: fc.tuple(certificate, fc.constantFrom('DDDD', 'EEEE')),
        retired: instant,
      },
      { requiredKeys: ['use', 'chain'] },
    ),
    { minLength: 1, maxLength: 3, selector: ({ use, chain }) => use + chain[0] },
  ),
  services: some(fc.constantFrom(...serviceNames)),
  protocols: fc.constant(['1']),
}

const member: fc.Arbitrary<Member> = fc.record(memberForm, {
  requiredKeys: ['code', 'name', 'kind', 'division', 'endpoints', 'certificates', 'services', 'protocols'],
})

const agreements: fc.Arbitrary<Agreement> = fc.record(
  {
    id: fc.constantFrom('loans', 'portal', 'other'),
    consumers: some(party),
    providers: some(party),
    services: some(fc.constantFrom(...serviceNames)),
    purposes: some(fc.constantFrom('remote-housing-loan' as const, 'citizen-application' as const)),
    fields: some(fc.constantFrom('account' as const, 'balance' as const, 'loans' as const)),
    bases: some(fc.constantFrom('consent' as const, 'statutory-duty' as const)),
    notBefore: date,
    notAfter: date,
    requestsPerMinute: fc.constantFrom(1, 60),
    singleUse: fc.boolean(),
  },
  {
    requiredKeys: [
      'id',
      'consumers',
      'providers',
      'services',
      'purposes',
      'fields',
      'bases',
      'notBefore',
      'notAfter',
    ],
  },
)

const directories: fc.Arbitrary<Directory> = fc.record(
  {
    federation: text,
    version: fc.integer({ min: 1, max: 2 }),
    issuedAt: fc.integer({ min: 1, max: 2 }),
    expires: fc.integer({ min: 1, max: 2 }),
    members: fc.uniqueArray(member, { maxLength: 3, selector: ({ code }) => code }),
    groups: fc.dictionary(fc.constantFrom('delta', 'centres', 'constructor'), fc.uniqueArray(code)),
    agreements: fc.uniqueArray(agreements, { maxLength: 3, selector: ({ id }) => id }),
  },
  { requiredKeys: ['federation', 'version', 'issuedAt', 'expires', 'members', 'agreements'] },
)

/** What a directory says, without the order that says nothing. */
function meaning({ members, groups = {}, agreements, ...rest }: Directory): unknown {
  return {
    ...rest,
    members: new Map(
      members.map((each) => [
        each.code,
        {
          ...each,
          services: new Set(each.services),
          certificates: new Map(each.certificates.map((one) => [one.use + one.chain[0], { ...one }])),
        },
      ]),
    ),
    groups: new Map(Object.entries(groups).map(([name, codes]) => [name, new Set(codes)])),
    agreements: agreements.map((each) => ({
      ...each,
      consumers: new Set(each.consumers),
      providers: new Set(each.providers),
      services: new Set(each.services),
      purposes: new Set(each.purposes),
      fields: new Set(each.fields),
      bases: new Set(each.bases),
    })),
  }
}

function turned(member: Member): Member {
  const { certificates, services } = member
  return { ...member, certificates: certificates.toReversed(), services: services.toReversed() }
}

describe('there is no difference if and only if two directories say the same', () => {
  test('for any two', () => {
    fc.assert(
      fc.property(directories, directories, (a, b) => {
        expect(diffDirectories(a, b).length === 0).toBe(isDeepStrictEqual(meaning(a), meaning(b)))
      }),
    )
  })

  test('for two that differ in one member of the form only', () => {
    fc.assert(
      fc.property(directories, directories, (a, other) => {
        for (const key of Object.keys(other) as (keyof Directory)[]) {
          const b = { ...a, [key]: other[key] }
          expect(diffDirectories(a, b).length === 0).toBe(isDeepStrictEqual(meaning(a), meaning(b)))
        }
        for (const key of Object.keys(other.members[0] ?? {}) as (keyof Member)[]) {
          const [first, ...rest] = a.members
          if (!first || key === 'code') continue
          const b = { ...a, members: [{ ...first, [key]: other.members[0]?.[key] } as Member, ...rest] }
          expect(diffDirectories(a, b).length === 0).toBe(isDeepStrictEqual(meaning(a), meaning(b)))
        }
        for (const key of Object.keys(other.agreements[0] ?? {}) as (keyof Agreement)[]) {
          const [first, ...rest] = a.agreements
          if (!first || key === 'id') continue
          const b = {
            ...a,
            agreements: [{ ...first, [key]: other.agreements[0]?.[key] } as Agreement, ...rest],
          }
          expect(diffDirectories(a, b).length === 0).toBe(isDeepStrictEqual(meaning(a), meaning(b)))
        }
      }),
    )
  })

  test('in any order of what has none', () => {
    fc.assert(
      fc.property(directories, (a) => {
        const members = a.members.toReversed().map(turned)
        expect(diffDirectories(a, { ...a, members })).toEqual([])
      }),
    )
  })

  test('and the difference back has as many changes', () => {
    fc.assert(
      fc.property(directories, directories, (a, b) => {
        const [there, back] = [diffDirectories(a, b), diffDirectories(b, a)]
        expect(there.length === 0).toBe(back.length === 0)
      }),
    )
  })
})

function agreed(changes: Partial<Agreement>): Directory {
  return directory(1, { agreements: [{ ...agreement, ...changes }] })
}

describe('in words', () => {
  const [before] = directory().members
  if (!before) throw new Error('no member')
  const thumbprint = /[A-Za-z0-9_-]{43}/g

  function words(a: Directory, b: Directory): string[] {
    return diffDirectories(a, b).map(({ en, zh }) => `${zh} | ${en}`.replaceAll(thumbprint, 'T'))
  }
  const member = (changes: Partial<Member>): Directory =>
    directory(1, { members: [{ ...before, ...changes }] })

  const [sign, tls] = before.certificates

  test.each([
    [
      'a member added',
      directory(1, { members: [] }),
      member({ certificates: [] }),
      [
        '新增成员 320101000000000 江苏省省级机关住房资金管理中心 | member 320101000000000 江苏省省级机关住房资金管理中心 added',
      ],
    ],
    [
      'a member removed',
      directory(),
      directory(1, { members: [] }),
      [
        '移除成员 320101000000000 江苏省省级机关住房资金管理中心 | member 320101000000000 江苏省省级机关住房资金管理中心 removed',
      ],
    ],
    [
      'a member renamed',
      member({ name: '甲' }),
      member({ name: '乙' }),
      ['成员 320101000000000 由 甲 更名为 乙 | member 320101000000000 renamed from 甲 to 乙'],
    ],
    [
      'endpoints',
      member({ endpoints: ['https://a', 'https://b'] }),
      member({ endpoints: ['https://b', 'https://a'] }),
      [
        '320101000000000 接入地址：https://a https://b → https://b https://a | endpoints of 320101000000000: https://a https://b → https://b https://a',
      ],
    ],
    [
      'services',
      member({}),
      member({ services: ['deposit-record.check'] }),
      [
        '320101000000000 服务：新增 deposit-record.check | services of 320101000000000: deposit-record.check added',
        '320101000000000 服务：移除 gateway.ping | services of 320101000000000: gateway.ping removed',
      ],
    ],
    [
      'a certificate added',
      member({ certificates: sign ? [sign] : [] }),
      directory(),
      ['新增 320101000000000 的 TLS 证书 T | TLS certificate T of 320101000000000 added'],
    ],
    [
      'a certificate removed',
      directory(),
      member({ certificates: tls ? [tls] : [] }),
      ['移除 320101000000000 的签名证书 T | signing certificate T of 320101000000000 removed'],
    ],
    [
      'a certificate retired',
      member({ certificates: sign ? [sign] : [] }),
      member({ certificates: sign ? [{ ...sign, retired: '2026-12-01T00:00:00+08:00' }] : [] }),
      [
        '320101000000000 的签名证书 T 自 2026-12-01T00:00:00+08:00 起停用 | signing certificate T of 320101000000000 retired from 2026-12-01T00:00:00+08:00',
      ],
    ],
    [
      'an agreement added',
      directory(1, { agreements: [] }),
      directory(),
      ['新增协议 loans | agreement loans added'],
    ],
    [
      'an agreement removed',
      directory(),
      directory(1, { agreements: [] }),
      ['移除协议 loans | agreement loans removed'],
    ],
    [
      'an agreement changed',
      agreed({}),
      agreed({ consumers: [jiangsu, shanghai], requestsPerMinute: 60, singleUse: true }),
      [
        '协议 loans 的查询方：新增 310000000000000 | consumers of agreement loans: 310000000000000 added',
        '协议 loans 的每分钟请求数上限：无 → 60 | requests a minute of agreement loans: none → 60',
        '协议 loans 的授权一次有效：无 → true | single use of a consent of agreement loans: none → true',
      ],
    ],
    [
      'a group',
      directory(1, { groups: { delta: [jiangsu] } }),
      directory(1, { groups: { delta: [shanghai] } }),
      [
        '分组 delta：新增 310000000000000 | group delta: 310000000000000 added',
        '分组 delta：移除 320101000000000 | group delta: 320101000000000 removed',
      ],
    ],
    [
      'the order of agreements',
      directory(1, { agreements: [agreement, { ...agreement, id: 'b' }] }),
      directory(1, { agreements: [{ ...agreement, id: 'b' }, agreement] }),
      ['协议顺序：loans, b → b, loans | order of agreements: loans, b → b, loans'],
    ],
    ['the version', directory(1), directory(2), ['版本：1 → 2 | version: 1 → 2']],
  ])('%s', (_, a, b, expected) => {
    expect(words(a, b)).toEqual(expected)
  })
})
