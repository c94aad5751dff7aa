import { describe, expect, test } from '@jest/globals'
import { responded } from '../../src/availability/counted.ts'
import { type ErrorCode, GatewayError } from '../../src/errors.ts'

const service = 'deposit-certificate.issue'

describe('an ask counts', () => {
  test.each(['answered', 'no-record', 'refused'] as const)('as responded where the centre says %s', (state) =>
    expect(responded({ service, state })).toBe(true),
  )

  test.each<ErrorCode>([
    'PEER_UNREACHABLE',
    'PEER_TIMEOUT',
    'PEER_FAULT',
    'PEER_BREAKER_OPEN',
    'PEER_MAINTENANCE',
    'PEER_ANSWER_UNVERIFIED',
    'CENTRE_UNAVAILABLE',
  ])('as not responded with %s', (code) =>
    expect(responded({ service, state: 'not-asked', error: new GatewayError(code) })).toBe(false),
  )

  test.each<ErrorCode>([
    'PEER_BUSY',
    'PEER_HELD',
    'DIRECTORY_EXPIRED',
    'STORE_UNAVAILABLE',
    'SIGNER_UNAVAILABLE',
    'AGREEMENT_REQUIRED',
    'PEER_UNKNOWN',
    'SHUTTING_DOWN',
    'INTERNAL',
  ])('not at all with %s, which is no fault of the centre', (code) =>
    expect(responded({ service, state: 'not-asked', error: new GatewayError(code) })).toBeUndefined(),
  )

  test('not at all where it is a ping', () => {
    expect(responded({ service: 'gateway.ping', state: 'answered' })).toBeUndefined()
  })
})
