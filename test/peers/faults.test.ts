import { describe, expect, test } from '@jest/globals'
import type { Stage } from '../../src/peers/channel.ts'
import { faultOf, type Repeat } from '../../src/peers/faults.ts'
import { GatewayError, type ErrorCode } from '../../src/errors.ts'

function fault(stage: Stage, code: string | undefined, reused = false): ReturnType<typeof faultOf> {
  const thrown = Object.assign(new Error('text that nobody should see'), { code })
  return faultOf(thrown, { stage: () => stage, reused: () => reused }, 'endpoint 1')
}

describe('what went wrong on the wire', () => {
  test.each<[Stage, string, boolean, ErrorCode, Repeat]>([
    ['dial', 'ENOTFOUND', false, 'PEER_UNREACHABLE', 'elsewhere'],
    ['dial', 'EAI_AGAIN', false, 'PEER_UNREACHABLE', 'elsewhere'],
    ['dial', 'EHOSTUNREACH', false, 'PEER_UNREACHABLE', 'elsewhere'],
    ['dial', 'ECONNREFUSED', false, 'PEER_UNREACHABLE', 'elsewhere'],
    ['handshake', 'ECHANNELTIME', false, 'PEER_UNREACHABLE', 'elsewhere'],
    ['handshake', 'ECONNRESET', false, 'PEER_TLS_FAILED', 'elsewhere'],
    ['handshake', 'CERT_REVOKED', false, 'PEER_TLS_FAILED', 'elsewhere'],
    ['sent', 'ERR_SSL_TLSV1_ALERT_UNKNOWN_CA', false, 'PEER_TLS_FAILED', 'elsewhere'],
    ['sent', 'ECONNRESET', false, 'PEER_FAULT', 'again'],
    ['sent', 'ECONNRESET', true, 'PEER_FAULT', 'here'],
    ['sent', 'EPIPE', true, 'PEER_FAULT', 'here'],
    ['answering', 'ECONNRESET', true, 'PEER_FAULT', 'again'],
    ['answering', 'ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC', false, 'PEER_FAULT', 'never'],
    ['answering', 'ERR_BAD_RESPONSE', false, 'PEER_ANSWER_TOO_LARGE', 'never'],
    ['answering', 'HPE_INVALID_CHUNK_SIZE', false, 'PEER_FAULT', 'never'],
  ])('at stage %s, %s (reused: %s) is %s, to be repeated %s', (stage, reason, reused, code, repeat) => {
    const { error, repeat: where } = fault(stage, reason, reused)
    expect([error.code, where]).toEqual([code, repeat])
    expect(error.detail).toContain(reason)
  })

  test.each([undefined, 'a text with spaces', 'x'.repeat(65)])('the reason %j is not passed on', (code) => {
    expect(fault('answering', code).error.detail).toBe(
      '应答未完整收到 no whole answer: 原因不明 unknown reason',
    )
  })

  test('an error of ours stays as it is', () => {
    const ours = new GatewayError('PEER_ANSWER_TOO_LARGE')
    expect(faultOf(ours, { stage: () => 'answering', reused: () => false }, 'endpoint 1')).toEqual({
      error: ours,
      repeat: 'never',
    })
  })
})
