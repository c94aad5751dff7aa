import { once } from 'node:events'
import { isIP, type Socket } from 'node:net'
import { connect, type TLSSocket } from 'node:tls'
import { codeOf } from './network.ts'
import type { DoctorDeps, Finding, Text, Trouble } from './ports.ts'
import { same } from './same.ts'

/** Whom TLS met. */
export interface Met {
  /** DER, leaf first. */
  chain: readonly Buffer[]
  /** Why TLS itself would not go on with this certificate; absent where it would. */
  refusal: string | undefined
}

/** A handshake as a gateway would make it, but to its end whatever the server shows, so that the certificate can be looked at. */
export async function handshake(
  socket: Socket,
  host: string,
  { tls, patience }: Pick<DoctorDeps, 'tls' | 'patience'>,
): Promise<Finding<Met>> {
  const secured = connect({
    socket,
    secureContext: tls,
    rejectUnauthorized: false,
    ALPNProtocols: ['http/1.1'],
    ...(isIP(host) === 0 && { servername: host }),
  })
  try {
    await Promise.race([
      once(secured, 'secureConnect', { signal: AbortSignal.timeout(patience.connectMs) }),
      closed(secured),
    ])
  } catch (thrown) {
    return { state: 'fails', trouble: failed(codeOf(thrown), patience.connectMs) }
  }
  const text = same(`${secured.getProtocol()}, ${secured.getCipher().standardName}`)
  const refusal: unknown = secured.authorized ? undefined : secured.authorizationError
  return {
    state: 'holds',
    text,
    value: { chain: chainOf(secured), refusal: refusal === undefined ? undefined : String(refusal) },
  }
}

async function closed(socket: TLSSocket): Promise<never> {
  await once(socket, 'close')
  throw Object.assign(new Error('closed'), { code: 'ECONNRESET' })
}

function chainOf(socket: TLSSocket): Buffer[] {
  const chain: Buffer[] = []
  let certificate = socket.getPeerX509Certificate()
  while (certificate && chain.length < 10) {
    chain.push(certificate.raw)
    certificate = certificate.issuerCertificate
  }
  return chain
}

interface Rule {
  reason: RegExp
  cause: Text
  remedy: Text
}

const ownerOfPort: Text = {
  zh: '请对方运维核对目录登记的端口是否为网关的交换端口，中间的代理须透传 TLS。',
  en: 'Ask the peer’s operator whether the listed port is its gateway’s exchange port; a proxy between must pass TLS through.',
}

/** The first that fits. OpenSSL's reasons by way of Node's codes. */
const rules: readonly Rule[] = [
  {
    reason: /WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST|RECORD_LAYER/,
    cause: {
      zh: '对方端口讲的不是 TLS（可能是明文 HTTP）',
      en: 'the port does not speak TLS, maybe plain HTTP',
    },
    remedy: ownerOfPort,
  },
  {
    reason: /PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL/,
    cause: {
      zh: '双方没有共同的 TLS 版本：对方太旧',
      en: 'no TLS version in common: the peer’s is too old',
    },
    remedy: {
      zh: '请对方启用 TLS 1.3；经审批也可将 tls.minimum 设为 "1.2"。',
      en: 'Ask the peer to enable TLS 1.3; where that is approved, set tls.minimum to "1.2".',
    },
  },
  {
    reason: /HANDSHAKE_FAILURE|NO_SHARED_CIPHER|INSUFFICIENT_SECURITY/,
    cause: { zh: '双方没有共同的密码套件', en: 'no cipher suite in common' },
    remedy: {
      zh: '请对方启用 ECDHE 与 AES-GCM 或 ChaCha20-Poly1305 套件。',
      en: 'Ask the peer to enable ECDHE with AES-GCM or ChaCha20-Poly1305.',
    },
  },
  {
    reason: /ALERT_(BAD_CERT|UNKNOWN_CA|CERT|ACCESS_DENIED|UNSUPPORTED_CERT)/,
    cause: { zh: '对方不接受本方 TLS 证书', en: 'the peer does not accept our TLS certificate' },
    remedy: {
      zh: '请对方运维核对其信任锚，并查看其日志中 dropped 的原因。',
      en: 'Ask the peer’s operator to compare its trust anchors, and to look for “dropped” in its log.',
    },
  },
  {
    reason: /^ABORT_ERR$/,
    cause: {
      zh: '端口已连通，但对方不响应 TLS 握手',
      en: 'the port takes connections, but nobody answers the TLS handshake',
    },
    remedy: {
      zh: '请对方运维检查网关进程是否挂起，以及中间的防火墙或代理。',
      en: 'Ask the peer’s operator whether its gateway hangs, and about firewalls or proxies between.',
    },
  },
]

const brokenOff: Omit<Rule, 'reason'> = {
  cause: { zh: '对方在 TLS 握手中断开连接', en: 'the peer broke off the TLS handshake' },
  remedy: ownerOfPort,
}

function failed(reason: string, connectMs: number): Trouble {
  const rule = rules.find((candidate) => candidate.reason.test(reason)) ?? brokenOff
  const told = reason === 'ABORT_ERR' ? `${connectMs} ms` : reason
  return {
    code: 'PEER_TLS_FAILED',
    cause: { zh: rule.cause.zh, en: `${rule.cause.en} (${told})` },
    remedy: rule.remedy,
  }
}
