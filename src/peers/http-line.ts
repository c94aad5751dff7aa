import type { Readable } from 'node:stream'
import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import { type AxiosResponse, create as createClient } from 'axios'
import { GatewayError } from '../errors.ts'
import type { Line, LineAccess, LineCall, LineReply, LineSettings } from './line.ts'
import { badAnswer, noAnswer } from './line-faults.ts'
import { openConnection } from './one-connection.ts'
import { brokenLine, reasonCode } from './reason-code.ts'

type HttpCall = Extract<LineCall, { transport: 'http' }>

const client = createClient({
  adapter: 'http',
  responseType: 'stream',
  maxRedirects: 0,
  proxy: false,
  allowAbsoluteUrls: false,
  decompress: false,
  insecureHTTPParser: false,
  timeout: 0,
  validateStatus: () => true,
  transformRequest: [],
  transformResponse: [],
})

/** Requests over HTTP/1.1, plain or over TLS. */
export function createHttpLine({ centre, endpoint, anchors }: LineAccess, settings: LineSettings): Line {
  const httpAgent = new HttpAgent({ keepAlive: false })
  const httpsAgent = new HttpsAgent({
    // Node takes an empty `ca` for "trust all public authorities"; this is none.
    ca: anchors || 'no anchors',
    minVersion: 'TLSv1.2',
    // Said aloud, since NODE_TLS_REJECT_UNAUTHORIZED=0 would switch it off where it is left out.
    rejectUnauthorized: true,
    maxCachedSessions: 0,
    keepAlive: false,
  })
  return {
    async send(call, signal) {
      if (call.transport !== 'http') throw new RangeError(`${call.name} is no message for ${endpoint}`)
      const where = `${centre} ${call.name}`
      return await requested(call, { endpoint, httpAgent, httpsAgent, where }, settings, signal)
    },
    [Symbol.dispose]: () => httpsAgent.destroy(),
  }
}

interface Route {
  endpoint: string
  httpAgent: HttpAgent
  httpsAgent: HttpsAgent
  /** For errors. */
  where: string
}

async function requested(
  call: HttpCall,
  { where, endpoint, ...agents }: Route,
  { connectMs, maxAnswerBytes }: LineSettings,
  signal: AbortSignal,
): Promise<LineReply> {
  const connection = openConnection(connectMs)
  try {
    const response = await client.request<Readable>({
      method: call.method,
      baseURL: endpoint,
      url: call.path,
      data: call.body,
      headers: {
        Accept: '*/*',
        'User-Agent': 'yangtze-delta-exchange-gateway',
        // axios would call it a form.
        'Content-Type': false,
        ...call.headers,
        'Accept-Encoding': 'identity',
      },
      ...agents,
      transport: connection.transport,
      signal,
      maxContentLength: maxAnswerBytes,
    })
    const bytes = await wholeBody(response, where, maxAnswerBytes)
    const failure = connection.failure()
    if (failure) throw failure
    return { status: response.status, bytes }
  } catch (thrown) {
    signal.throwIfAborted()
    throw faultOf(thrown, connection.begun(), where, maxAnswerBytes)
  } finally {
    connection.end()
  }
}

async function wholeBody(
  { headers, data }: AxiosResponse<Readable>,
  where: string,
  maxAnswerBytes: number,
): Promise<Buffer> {
  const header = (name: string): string => String(headers[name] ?? '')
  if (!['', 'identity'].includes(header('content-encoding'))) {
    throw badAnswer(where, '应答使用了内容编码 the answer has a content encoding')
  }
  if (Number(header('content-length')) > maxAnswerBytes) {
    throw badAnswer(where, `声明的长度超过字节数上限 announces more than ${maxAnswerBytes} bytes`)
  }
  const chunks: Buffer[] = []
  for await (const chunk of data) chunks.push(chunk)
  return Buffer.concat(chunks)
}

/** An AxiosError holds the request, and Node's parse errors the bytes received, so that neither goes on. */
function faultOf(thrown: unknown, begun: boolean, where: string, maxAnswerBytes: number): GatewayError {
  if (thrown instanceof GatewayError) return thrown
  const reason = reasonCode(thrown)
  // axios on a stream: only maxContentLength ends so.
  if (begun && reason === 'ERR_BAD_RESPONSE')
    return badAnswer(where, `超过字节数上限 more than ${maxAnswerBytes} bytes`)
  if (begun) return badAnswer(where, `应答中断 the answer broke off: ${reason}`)
  return /^(HPE_|EUPGRADE$)/.test(reason)
    ? badAnswer(where, `应答不是 HTTP/1.1 the answer is not HTTP/1.1: ${reason}`)
    : noAnswer(where, brokenLine(thrown))
}
