import { GatewayError } from '../errors.ts'
import { createWebClient, type FetchLimits, reasonOf } from './fetch.ts'

/** Of fetch (WHATWG), what services such as an identity provider are spoken to with. */
export interface WebRequest {
  method: string
  headers: Record<string, string>
  body?: unknown
}

/** The answer as it is, whatever its status. https alone; once and without redirects. Fails with SOURCE_UNAVAILABLE where none comes. */
export type WebFetch = (url: string, request: WebRequest) => Promise<Response>

const withoutBody = [204, 205, 304]

/** `anchors`: PEM, beside the public authorities. */
export function createWebFetch(anchors: string, limits: FetchLimits): WebFetch {
  const client = createWebClient(anchors, limits)
  return async function webFetch(url, { method, headers, body }) {
    const where = URL.parse(url)?.origin ?? 'URL'
    if (!url.startsWith('https://'))
      throw new GatewayError('SOURCE_UNAVAILABLE', { where, detail: '须为 https 地址 not https' })
    try {
      const answer = await client.request<Buffer>({
        url,
        method,
        headers: { ...headers },
        validateStatus: () => true,
        ...(typeof body === 'string' && { data: body }),
        ...(body instanceof URLSearchParams && { data: body.toString() }),
        signal: AbortSignal.timeout(limits.timeoutMs),
      })
      const { status } = answer
      const type = answer.headers['content-type']
      const challenge = answer.headers['www-authenticate']
      return new Response(withoutBody.includes(status) ? null : new Uint8Array(answer.data), {
        status,
        headers: {
          ...(typeof type === 'string' && { 'content-type': type }),
          ...(typeof challenge === 'string' && { 'www-authenticate': challenge }),
        },
      })
    } catch (thrown) {
      throw new GatewayError('SOURCE_UNAVAILABLE', { where, detail: reasonOf(thrown, limits) })
    }
  }
}
