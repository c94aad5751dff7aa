import iconv from 'iconv-lite'
import type { Call, Reply } from '../../src/dialects/engine/dialect.ts'
import { ybmapSettings } from '../sandbox/simulators/ybmap-request.ts'
import { formIn, httpCall, jsonIn, tcpCall } from './dialect-calls.ts'
import { fixture } from './replay.ts'
import * as settlement from './settlement-seal.ts'
import { caller, hub, opened, sealed } from './yrd-hub-keys.ts'

export type DialectId =
  | 'antchain'
  | 'bank-fen'
  | 'bsp-tags'
  | 'epoint'
  | 'huidao'
  | 'settlement'
  | 'shineyue'
  | 'suzhou-query'
  | 'ybmap'
  | 'yrd-hub'

/** How a test asks in a dialect, and answers by its samples. */
export interface DialectSetup {
  /** What both sides have, and the keys of each. */
  settings: Readonly<Record<string, string>>
  /** How its samples are kept. JSON in UTF-8, where it is not said. */
  kept?: { as: 'txt' | 'bin'; read(bytes: Buffer): string; write(text: string): Buffer }
  /** What travels for a sample in answer to a call. The sample itself, where it is not said. */
  travels?(sample: Reply, call: Call): Reply
  /** The number of the person in a question. */
  numberIn(question: Call): unknown
}

export const dialectSetups: Readonly<Record<DialectId, DialectSetup>> = {
  antchain: {
    settings: {
      userIdentity: '12310000MTEXT0018R',
      userName: '长三角枢纽',
      providerId: 'PF330600',
      zjbzxbm: 'C33060',
      accessToken: 'TEST-TOKEN-0001',
    },
    numberIn: (question) => JSON.parse(jsonIn(question).extend_params).zjhm,
  },
  'bank-fen': {
    settings: { paasid: 'gateway', token: 'TEST-TOKEN-0001' },
    numberIn: (question) => jsonIn(question).certNo,
  },
  'bsp-tags': {
    settings: { channel: '88', centreId: '00057400', branchId: '05740008' },
    kept: {
      as: 'txt',
      read: (bytes) => iconv.decode(bytes, 'gbk'),
      write: (text) => iconv.encode(text, 'gbk'),
    },
    travels: ({ bytes }) => ({ bytes }),
    numberIn: (question) => /<CertiNum>(\w+)/.exec(tcpCall(question).bytes.toString('latin1'))?.[1],
  },
  epoint: {
    settings: { token: 'TEST-TOKEN-0001' },
    numberIn: (question) => jsonIn(question).params.sfz,
  },
  huidao: {
    settings: { appid: 'delta-hub', appKey: '01234567-89ab-cdef-0123-456789abcdef' },
    // The pre-check passes, and the sample is the certificate's
    travels: (sample, { name }) =>
      name === 'pre-check' ? { status: 200, bytes: fixture('huidao', 'pre-check.json') } : sample,
    numberIn: (question) => jsonIn(question).zjhm,
  },
  settlement: {
    settings: { node: 'C31000', nodeKey: settlement.nodeKey },
    kept: { as: 'bin', read: settlement.unsealed, write: settlement.sealed },
    // The sign-in passes, and the sample is the query's. The header is taken off by the line
    travels: ({ bytes }, { name }) => {
      const frame = name === 'sign-in' ? fixture('settlement', 'sign-in.bin') : bytes
      return { bytes: frame.subarray(settlement.headerLength) }
    },
    numberIn: (question) => /"IdNum">(\w+)/.exec(settlement.unsealed(tcpCall(question).bytes))?.[1],
  },
  shineyue: {
    settings: { appid: 'delta-hub', sign: 'TEST-TOKEN-0001', zjbzxbm: 'C34020CS' },
    numberIn: (question) => jsonIn(question).zjhm,
  },
  'suzhou-query': {
    settings: { values: 'numbers' },
    numberIn: (question) => httpCall(question).path.split('=')[1],
  },
  ybmap: {
    settings: ybmapSettings,
    numberIn: (question) => JSON.parse(formIn(question).get('ybmapMessage') ?? '').certinum,
  },
  'yrd-hub': {
    settings: {
      jgh: 'J1',
      hubPublicKey: hub.publicKey,
      privateKey: caller.privateKey,
      hubPrivateKey: hub.privateKey,
      callerPublicKey: caller.publicKey,
    },
    travels: ({ bytes, ...reply }) => ({ ...reply, bytes: Buffer.from(sealed(bytes)) }),
    numberIn: (question) => JSON.parse(String(opened(formIn(question).get('para') ?? '', hub))).zjhm,
  },
}

export const dialectIds = Object.keys(dialectSetups) as DialectId[]
