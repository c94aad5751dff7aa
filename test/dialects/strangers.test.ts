import { expect, test } from '@jest/globals'
import type { ErrorCode } from '../../src/errors.ts'
import { askOverWire } from '../support/ask-over-wire.ts'
import type { DialectId } from '../support/dialect-setups.ts'
import { stranger } from '../support/yrd-hub-keys.ts'

type Settings = Readonly<Record<string, string>>
type Strangers = readonly [what: string, callerSettings: Settings, code?: ErrorCode][]

/** Whom each centre does not answer, by what is not as the centre has it. suzhou-query asks nobody who they are. */
const strangers: Readonly<Record<Exclude<DialectId, 'suzhou-query'>, Strangers>> = {
  antchain: [
    ['token', { accessToken: 'TEST-TOKEN-0002' }],
    ['user', { userIdentity: '123201000000000197' }],
    ['provider', { providerId: 'PF330601' }],
    ['centre', { zjbzxbm: 'C32010' }],
  ],
  'bank-fen': [['token', { token: 'TEST-TOKEN-0002' }]],
  'bsp-tags': [['channel', { channel: '99' }]],
  epoint: [['token', { token: 'TEST-TOKEN-0002' }]],
  huidao: [
    ['application', { appid: 'somebody' }],
    ['key', { appKey: 'ffffffff-89ab-cdef-0123-456789abcdef' }],
  ],
  settlement: [['key of the node', { nodeKey: 'Test-Node-Key-02' }]],
  shineyue: [
    ['token', { sign: 'TEST-TOKEN-0002' }],
    ['name', { appid: 'somebody' }],
    ['centre', { zjbzxbm: 'C32010CS' }],
    ['environment', { zjbzxbm: 'C34020' }],
  ],
  ybmap: [
    ['application key', { appkey: 'TEST-APPKEY-0002' }],
    ['AES key', { aesKey: 'fedcba9876543210' }],
    ['address', { clientIp: '127.0.0.2' }],
  ],
  'yrd-hub': [
    ['hub to open the question', { hubPublicKey: stranger.publicKey }],
    // Both get an answer that is sealed for somebody else
    ['key to open the answer', { privateKey: stranger.privateKey }, 'CENTRE_ANSWER_INVALID'],
    ['institution', { jgh: 'J2' }, 'CENTRE_ANSWER_INVALID'],
  ],
}

const asked = Object.entries(strangers).flatMap(([dialect, rows]) =>
  rows.map(([what, callerSettings, code = 'CENTRE_REFUSED']) => ({
    centre: { dialect: dialect as DialectId, callerSettings },
    what,
    code,
  })),
)

test.each(asked)('$centre.dialect, asked with another $what than ours: $code', async ({ centre, code }) => {
  await expect(askOverWire(centre)).rejects.toMatchObject({ code })
})
