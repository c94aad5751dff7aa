import { Agent } from 'node:https'
import { rootCertificates } from 'node:tls'
import { type AxiosInstance, create as createClient } from 'axios'
import { GatewayError } from '../errors.ts'
import { brokenLine } from './reason-code.ts'

export interface FetchLimits {
  /** From the first byte of the connection to the last of the body, in milliseconds. */
  timeoutMs: number
  maxBytes: number
}

export const defaultFetchLimits: FetchLimits = { timeoutMs: 5_000, maxBytes: 8 * 1_048_576 }

/** Gets the bytes at a URL of the configuration, or what it answers to a POST, once and without redirects. Fails with SOURCE_UNAVAILABLE. */
export type Fetch = (url: string, post?: { contentType: string; body: Uint8Array }) => Promise<Buffer>

/**
 * For what carries its own signature, such as directories and revocation lists: TLS only keeps others from reading along, so public authorities are
 * trusted beside `anchors` (PEM).
 */
export function createFetch(anchors: string, limits: FetchLimits = defaultFetchLimits): Fetch {
  const client = createWebClient(anchors, limits)
  return async function fetch(url, post) {
    try {
      const { data } = await client.request<Buffer>({
        url,
        validateStatus: (status) => status === 200,
        ...(post && {
          method: 'post',
          data: Buffer.from(post.body),
          headers: { 'Content-Type': post.contentType },
        }),
        signal: AbortSignal.timeout(limits.timeoutMs),
      })
      return data
    } catch (thrown) {
      throw new GatewayError('SOURCE_UNAVAILABLE', { where: url, detail: reasonOf(thrown, limits) })
    }
  }
}

/** Requests without redirects, proxies and surprises, to servers that public authorities or `anchors` (PEM) vouch for. */
export function createWebClient(anchors: string, limits: FetchLimits): AxiosInstance {
  const httpsAgent = new Agent({
    ca: [...rootCertificates, anchors],
    rejectUnauthorized: true,
    keepAlive: false,
  })
  return createClient({
    adapter: 'http',
    method: 'get',
    responseType: 'arraybuffer',
    maxRedirects: 0,
    proxy: false,
    decompress: false,
    httpsAgent,
    maxContentLength: limits.maxBytes,
    transformResponse: [],
    headers: { Accept: '*/*', 'Accept-Encoding': 'identity', 'User-Agent': 'yangtze-delta-exchange-gateway' },
  })
}

/** axios' errors hold request and response; only the reason is kept. */
export function reasonOf(thrown: unknown, { timeoutMs, maxBytes }: FetchLimits): string {
  const { code, response } = thrown as { code?: unknown; response?: { status?: unknown } }
  if (code === 'ERR_CANCELED') return `在此时限内未收到完整应答 no whole answer within ${timeoutMs} ms`
  if (typeof response?.status === 'number') return `HTTP ${response.status}`
  // axios on a buffer: only maxContentLength ends so.
  if (code === 'ERR_BAD_RESPONSE') return `超过字节数上限 more than ${maxBytes} bytes`
  return brokenLine(thrown)
}
