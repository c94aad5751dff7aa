import { systemClock } from '../../src/clock.ts'
import { loadDialect } from '../../src/config/dialect-folder.ts'
import { createContracts } from '../../src/contracts/contracts.ts'
import type { Dialect } from '../../src/dialects/engine/dialect.ts'
import { createCentre } from '../../src/peers/centre.ts'
import type { PeerState } from '../../src/peers/lane.ts'
import { createLine } from '../../src/peers/open-line.ts'
import { defaultPeerSettings } from '../../src/peers/settings.ts'
import { createDialectPeer } from '../../src/providers/dialect-peer.ts'
import type { Provider, ProviderQuestion } from '../../src/providers/provider.ts'
import { testDialect } from './dialects.ts'

/** What a test dialect is configured with. */
export const plainSettings = { appid: 'test', branch: '01', appKey: 'TEST-0001' }

/** Whom it is asked for. */
export const somebody = { name: '沈清和', idType: 'resident-id', idNumber: '310101190001010011' } as const

const contracts = createContracts()

export const maxAnswerBytes = 262_144

export interface TestPeer extends AsyncDisposable {
  provider: Provider
  dialect: Dialect
  state(): PeerState
}

/** A centre on loopback, asked in a dialect that only tests speak, over real sockets. Its answers may have `maxAnswerBytes`. */
export function testPeer(name: 'plain-json' | 'plain-tcp', port: number, deadlineMs = 5000): TestPeer {
  const code = '999900000000000'
  const dialect = loadDialect(testDialect(name), contracts)
  const endpoint = `${name === 'plain-tcp' ? 'tcp' : 'http'}://127.0.0.1:${port}`
  const line = createCentre({
    code,
    line: createLine({ centre: code, endpoint, anchors: '' }, { connectMs: 2000, maxAnswerBytes }),
    clock: systemClock,
    settings: { concurrency: 8, waiting: 8, deadlineMs, breaker: defaultPeerSettings.breaker },
  })
  return {
    dialect,
    provider: createDialectPeer({
      dialect,
      settings: plainSettings,
      centre: () => ({ code, name: '测试中心' }),
      line,
      newSeed: () => Buffer.alloc(16, 7),
    }),
    state: () => line.state(),
    [Symbol.asyncDispose]: () => line.close(),
  }
}

/** About somebody, with ten seconds to answer. */
export function questionNow(more: Partial<ProviderQuestion> = {}): ProviderQuestion {
  const at = systemClock()
  return {
    person: somebody,
    fields: ['account', 'balance'],
    at,
    deadline: at + 10_000,
    addressee: { code: '310000000000000', name: '上海市公积金管理中心' },
    applicationNumber: 'A1',
    ...more,
  }
}

/** What the centre says of somebody, in both test dialects. */
export function plainRecord(more: object = {}): string {
  const { name, idNumber: id } = somebody
  const data = { name, id, time: '2026-11-24 09:30:00', account: '1001', balance: '12345.67', ...more }
  return JSON.stringify({ code: '200', data })
}
