import { describe, expect, test } from '@jest/globals'
import { refusedUnsigned, toldIn } from '../../src/doctor/ping-troubles.ts'
import type { Trouble } from '../../src/doctor/ports.ts'
import { problemOf } from '../../src/domain/problem.ts'
import { type ErrorCode, GatewayError } from '../../src/errors.ts'

const now = Date.parse('2026-11-24T09:30:00+08:00')
const self = '320101000000000'

/** What the doctor makes of an unsigned problem of a gateway in production. */
function told(code: ErrorCode): Trouble {
  const problem = problemOf(new GatewayError(code), { requestId: 'r-1', sandbox: false, now })
  return troubleOf(problem.status, JSON.stringify(problem))
}

function troubleOf(status: number, body: string): Trouble {
  const told = toldIn({ status, contentType: 'application/problem+json', body: Buffer.from(body) })
  if (!told) throw new Error('taken for a signed answer')
  return refusedUnsigned(told, self, 7)
}

describe('an unsigned refusal', () => {
  test('UNAUTHENTICATED, all that production says: the directory there is to be looked at', () => {
    expect(told('CERTIFICATE_UNKNOWN')).toMatchObject({
      code: 'UNAUTHENTICATED',
      cause: { en: 'the peer refuses our signed ping: UNAUTHENTICATED, HTTP 401, unsigned' },
      remedy: {
        zh: expect.stringMatching(
          /目录不低于版本 7 且登记了 320101000000000 的证书。对方日志请按编号 r-1 查找。/,
        ),
        en: expect.stringContaining('directory is version 7 or newer'),
      },
    })
  })

  test('STORE_UNAVAILABLE: the peer’s own fault keeps its code', () => {
    expect(told('STORE_UNAVAILABLE')).toMatchObject({
      code: 'STORE_UNAVAILABLE',
      cause: { en: expect.stringContaining('HTTP 503') },
    })
  })

  test.each(['<h1>nginx</h1>', '{}', '{"code":"NO_SUCH_CODE"}', '[]', 'null', ''])(
    'PEER_ANSWER_UNVERIFIED for %j, which no gateway sends',
    (body) => {
      expect(troubleOf(502, body)).toMatchObject({ code: 'PEER_ANSWER_UNVERIFIED' })
    },
  )

  test('shows nothing of what a stranger wrote but codes, times and ids in their form', () => {
    const hostile = { code: 'UNAUTHENTICATED', requestId: '\u001b[2Jx', serverTime: '\u001b[2J', title: 'x' }
    expect(JSON.stringify(troubleOf(401, JSON.stringify(hostile)))).not.toContain('\\u001b')
  })
})
