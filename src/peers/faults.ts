import { GatewayError, type ErrorCode } from '../errors.ts'
import { noChannelInTime, type Channel, type Stage } from './channel.ts'
import { reasonCode } from './reason-code.ts'

/**
 * Where the same bytes may be posted again.
 * `elsewhere`: nothing can have been executed, so the peer's next endpoint may be tried.
 * `again`: the connection was lost before a whole answer; the jti makes the repeat safe, after a pause.
 * `here`: an idle connection had been closed by the peer as we took it (RFC 9112 §9.3.1); as safe, and at once.
 */
export type Repeat = 'elsewhere' | 'again' | 'here' | 'never'

export interface Fault {
  error: GatewayError
  repeat: Repeat
}

interface Rule {
  stages: readonly Stage[]
  /** Of Node, OpenSSL or axios. */
  reason: RegExp
  reused?: true
  code: ErrorCode
  repeat: Repeat
  hint?: string
}

/** What came of an ask that ended at a stage. */
const failures: Readonly<Record<Stage, string>> = {
  dial: '未能建立连接 no connection',
  handshake: 'TLS 握手未完成 no TLS channel',
  sent: '未收到应答 no answer',
  answering: '应答未完整收到 no whole answer',
}

/** The first rule that fits decides. Stages tell more than error codes: the same ECONNRESET is a TLS fault before the channel stands. */
const rules: readonly Rule[] = [
  // Node also hands out idle connections that were destroyed a moment ago.
  {
    stages: ['sent'],
    reason: /^(ECONNRESET|EPIPE)$/,
    reused: true,
    code: 'PEER_FAULT',
    repeat: 'here',
  },
  { stages: ['dial'], reason: /^/, code: 'PEER_UNREACHABLE', repeat: 'elsewhere' },
  {
    stages: ['handshake'],
    reason: RegExp(`^${noChannelInTime}$`),
    code: 'PEER_UNREACHABLE',
    repeat: 'elsewhere',
  },
  { stages: ['handshake'], reason: /^/, code: 'PEER_TLS_FAILED', repeat: 'elsewhere' },
  // In TLS 1.3 the server refuses our certificate only after the handshake has ended on our side.
  { stages: ['sent'], reason: /^(ERR_SSL_|EPROTO$)/, code: 'PEER_TLS_FAILED', repeat: 'elsewhere' },
  {
    stages: ['sent'],
    reason: /^(ECONNRESET|EPIPE)$/,
    code: 'PEER_FAULT',
    repeat: 'again',
    // Node's own TLS server refuses a client certificate without an alert.
    hint: '我方 TLS 证书被拒时即如此 as when our TLS certificate is refused',
  },
  // axios on a stream: only maxContentLength ends so.
  { stages: ['answering'], reason: /^ERR_BAD_RESPONSE$/, code: 'PEER_ANSWER_TOO_LARGE', repeat: 'never' },
  { stages: ['answering'], reason: /^ECONNRESET$/, code: 'PEER_FAULT', repeat: 'again' },
  { stages: ['sent', 'answering'], reason: /^/, code: 'PEER_FAULT', repeat: 'never' },
]

/**
 * Turns whatever axios, Node or OpenSSL threw into our code and the reason code, and keeps nothing else of it: an
 * AxiosError holds the request, Node's parse errors hold the bytes received (`rawPacket`), and both may name a person.
 */
export function faultOf(thrown: unknown, channel: Pick<Channel, 'stage' | 'reused'>, place: string): Fault {
  if (thrown instanceof GatewayError) return { error: thrown, repeat: 'never' }
  const reason = reasonCode(thrown)
  const rule = rules.find(
    ({ stages, reason: fits, reused }) =>
      stages.includes(channel.stage()) && fits.test(reason) && (!reused || channel.reused()),
  )
  return {
    error: new GatewayError(rule?.code ?? 'PEER_FAULT', {
      where: place,
      detail: `${failures[channel.stage()]}: ${reason}${rule?.hint ? `, ${rule.hint}` : ''}`,
    }),
    repeat: rule?.repeat ?? 'never',
  }
}
