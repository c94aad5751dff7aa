import { Agent } from 'node:https'
import { create as createClient } from 'axios'
import { GatewayError } from '../errors.ts'
import { type FetchLimits, reasonOf } from './fetch.ts'
import { reasonCode } from './reason-code.ts'

/** Asks one server of our own house: a path below its URL, JSON in and out. Fails with SOURCE_UNAVAILABLE. */
export type CallService = (path: string, json: Buffer) => Promise<Buffer>

export interface ServiceAccess {
  /** Base URL, https. */
  url: string
  /** Who vouches for the server, PEM; public authorities do not. */
  anchors: string
  /** What we show in TLS, PEM. */
  key: string
  certificate: string
  /** Bearer token beside that. */
  token: string | undefined
}

/** Connections at a time. */
const maxSockets = 64

/** Connections are kept; one that the server closed as it was taken is made again, once. */
export function createService(
  { url, anchors, key, certificate, token }: ServiceAccess,
  limits: FetchLimits,
): CallService & Disposable {
  const httpsAgent = new Agent({
    ca: anchors,
    key,
    cert: certificate,
    minVersion: 'TLSv1.2',
    // Said aloud, since NODE_TLS_REJECT_UNAUTHORIZED=0 would switch it off where it is left out.
    rejectUnauthorized: true,
    keepAlive: true,
    maxSockets,
  })
  const client = createClient({
    adapter: 'http',
    method: 'post',
    baseURL: url,
    responseType: 'arraybuffer',
    maxRedirects: 0,
    proxy: false,
    allowAbsoluteUrls: false,
    decompress: false,
    httpsAgent,
    maxContentLength: limits.maxBytes,
    validateStatus: (status) => status === 200,
    transformRequest: [],
    transformResponse: [],
    headers: {
      'Content-Type': 'application/json',
      Accept: 'application/json',
      'Accept-Encoding': 'identity',
      'User-Agent': 'yangtze-delta-exchange-gateway',
      ...(token !== undefined && { Authorization: `Bearer ${token}` }),
    },
  })
  async function call(path: string, json: Buffer): Promise<Buffer> {
    const signal = AbortSignal.timeout(limits.timeoutMs)
    const once = async (): Promise<Buffer> =>
      (await client.request<Buffer>({ url: path, data: json, signal })).data
    try {
      return await once().catch((thrown: unknown) => {
        if (/^(ECONNRESET|EPIPE) reused$/.test(`${reasonCode(thrown)} ${wasReused(thrown)}`)) return once()
        throw thrown
      })
    } catch (thrown) {
      throw new GatewayError('SOURCE_UNAVAILABLE', { where: url, detail: reasonOf(thrown, limits) })
    }
  }
  return Object.assign(call, { [Symbol.dispose]: () => httpsAgent.destroy() })
}

function wasReused(thrown: unknown): string {
  const { request } = thrown as { request?: { reusedSocket?: unknown } }
  return request?.reusedSocket === true ? 'reused' : 'new'
}
