import type { Problem } from '../contracts/generated/types.ts'
import { readStrictJson } from '../domain/strict-json.ts'
import { catalogue, type CatalogueEntry, type ErrorCode, type GatewayError } from '../errors.ts'
import type { RawAnswer } from '../outbound/ports.ts'
import type { Text, Trouble } from './ports.ts'
import { catalogued } from './troubles.ts'

/** What an unsigned answer says. It proves nothing, and may come from anybody between. */
export interface Told {
  status: number
  /** The precise code where a sandbox tells it. */
  code: ErrorCode | undefined
  serverTime: string | undefined
  requestId: string | undefined
}

/** Reads an unsigned problem; only codes of the catalogue, times and ids are taken over. Undefined for a signed answer. */
export function toldIn({ status, contentType, body }: RawAnswer): Told | undefined {
  if (contentType.startsWith('application/jose')) return undefined
  const json = readStrictJson(body)
  const problem = json.ok ? record(json.value) : {}
  const diagnosis = record(problem['diagnosis'])
  return {
    status,
    code: codeIn(diagnosis['code']) ?? codeIn(problem['code']),
    serverTime:
      text(diagnosis['serverTime'], /^[-0-9T:+]{25}$/) ?? text(problem['serverTime'], /^[-0-9T:+]{25}$/),
    requestId: text(problem['requestId'], /^[0-9A-Za-z-]{1,64}$/),
  }
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}

function text(value: unknown, form: RegExp): string | undefined {
  return typeof value === 'string' && form.test(value) ? value : undefined
}

function codeIn(value: unknown): ErrorCode | undefined {
  return typeof value === 'string' && Object.hasOwn(catalogue, value) ? (value as ErrorCode) : undefined
}

/** The peer refused without its signature: it does not know who we are, or is not a gateway. */
export function refusedUnsigned(told: Told, self: string, version: number): Trouble {
  const { status, code, requestId } = told
  if (code === undefined) return notAGateway(status)
  const { title, fault, remedy, uniform }: CatalogueEntry = catalogue[code]
  const cause = {
    zh: `对方拒绝了签名请求：${title.zh.replace(/。$/, '')}`,
    en: `the peer refuses our signed ping: ${code}, HTTP ${status}, unsigned`,
  }
  const log = requestId === undefined ? { zh: '', en: '' } : byRequestId(requestId)
  if (fault === 'caller' && (uniform || code === 'UNAUTHENTICATED')) {
    return {
      code,
      cause,
      remedy: {
        zh: `请对方运维确认其目录不低于版本 ${version} 且登记了 ${self} 的证书。${log.zh}`,
        en: `Ask the peer’s operator whether its directory is version ${version} or newer and lists the certificates of ${self}.${log.en}`,
      },
    }
  }
  return { code, cause, remedy: { zh: remedy.zh + log.zh, en: remedy.en + log.en } }
}

/** The peer knows us, and refuses in its own name. */
export function refusedSigned({ code: told, requestId, where }: Problem): Trouble {
  const code = codeIn(told) ?? 'PEER_FAULT'
  const { title, remedy }: CatalogueEntry = catalogue[code]
  const log = byRequestId(requestId)
  return {
    code,
    cause: {
      zh: `对方已签名拒绝：${title.zh.replace(/。$/, '')}`,
      en: `the peer refuses the ping under its signature: ${code}${where === undefined ? '' : ` at ${where}`}`,
    },
    remedy: { zh: remedy.zh + log.zh, en: remedy.en + log.en },
  }
}

function byRequestId(id: string): Text {
  return { zh: `对方日志请按编号 ${id} 查找。`, en: ` In the peer’s log: ${id}.` }
}

function notAGateway(status: number): Trouble {
  return {
    code: 'PEER_ANSWER_UNVERIFIED',
    cause: {
      zh: `该地址的应答不是网关的应答（HTTP ${status}）`,
      en: `what answers there is no gateway (HTTP ${status})`,
    },
    remedy: {
      zh: '请核对目录登记的地址与路径，并请对方运维检查前置代理。',
      en: 'Check the listed endpoint and its path; ask the peer’s operator about proxies in front.',
    },
  }
}

/** No answer that could be judged, or one whose proof fails. */
export function unanswered(error: GatewayError): Trouble {
  const refusesUs = /our TLS certificate is refused|ALERT_/.test(error.detail ?? '')
  if (!refusesUs) return catalogued(error)
  return {
    code: error.code,
    cause: {
      zh: '对方在握手后立即断开：不接受本方 TLS 证书',
      en: `the peer hangs up after the handshake: it does not accept our TLS certificate (${error.detail})`,
    },
    remedy: {
      zh: '请对方运维查看其日志中 dropped 的原因，并核对其目录、信任锚、吊销列表与时钟。',
      en: 'Ask the peer’s operator to look for “dropped” in its log, and to check its directory, anchors, revocation lists and clock.',
    },
  }
}
