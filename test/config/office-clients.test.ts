import { expect, test } from '@jest/globals'
import { officeClientsOf } from '../../src/config/office-clients.ts'
import type { OfficeClient } from '../../src/contracts/generated/types.ts'

const thumbprint = 'A'.repeat(43)
const other = 'B'.repeat(42) + 'A'
const yaml = { value: undefined, place: (pointer: string) => `gateway.yaml${pointer}` }

const completed = (...clients: OfficeClient[]) =>
  officeClientsOf({ office: { host: 'localhost', port: 1, clients } }, { yaml, base: '/etc/gateway' })

test('each is known by one thing, may all but run the gateway, and makes 600 requests a minute, unless told otherwise', () => {
  const everyday = { may: ['ask', 'jobs', 'evidence'], requestsPerMinute: 600 }
  expect(
    completed(
      { name: 'desk', thumbprint },
      { name: 'loans', keys: 'loans.jwks.json' },
      { name: 'portal', member: '310000000', may: ['ask'], requestsPerMinute: 60 },
      { name: 'nobody', thumbprint: other, may: [] },
    ),
  ).toEqual([
    { name: 'desk', thumbprint, ...everyday },
    { name: 'loans', keys: '/etc/gateway/loans.jwks.json', ...everyday },
    { name: 'portal', member: '310000000', may: ['ask'], requestsPerMinute: 60 },
    { name: 'nobody', thumbprint: other, may: [], requestsPerMinute: 600 },
  ])
})

test('one client may have an old and a new certificate', () => {
  const both = completed({ name: 'desk', thumbprint }, { name: 'desk', thumbprint: other })
  expect(both.map(({ name }) => name)).toEqual(['desk', 'desk'])
})

test.each<[string, OfficeClient[], string]>([
  ['nothing that it is known by', [{ name: 'a' }], '三者均未给出 has none of thumbprint, keys and member'],
  [
    'a certificate and keys',
    [{ name: 'a', thumbprint, keys: 'k' }],
    '只能给出其一 has both thumbprint and keys',
  ],
  [
    'keys and a member',
    [{ name: 'a', keys: 'k', member: '310000000' }],
    '只能给出其一 has both keys and member',
  ],
  [
    'another’s certificate',
    [
      { name: 'a', thumbprint },
      { name: 'b', thumbprint },
    ],
    '与另一客户端指纹相同 has the thumbprint of another',
  ],
  [
    'another’s member',
    [
      { name: 'a', member: '310000000' },
      { name: 'b', member: '310000000' },
    ],
    '与另一客户端成员相同 has the member of another',
  ],
  [
    'another’s name',
    [
      { name: 'a', thumbprint },
      { name: 'a', keys: 'k' },
    ],
    '与另一客户端重名 has the name of another',
  ],
  [
    'another’s client_id',
    [
      { name: 'a', keys: 'k' },
      { name: 'a', keys: 'l' },
    ],
    '与另一客户端重名 has the name of another',
  ],
])('a client with %s is refused at its line', (_, clients, fault) => {
  const at = `/office/clients/${clients.length - 1}`
  expect(() => completed(...clients)).toThrow(
    expect.objectContaining({ code: 'CONFIG_INVALID', where: `gateway.yaml${at}`, detail: `${at} ${fault}` }),
  )
})
