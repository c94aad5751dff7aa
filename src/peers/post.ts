import type { Agent } from 'node:https'
import { create as createClient, type AxiosResponse } from 'axios'
import type { Readable } from 'node:stream'
import { GatewayError } from '../errors.ts'
import { watchChannel } from './channel.ts'
import { faultOf, type Fault } from './faults.ts'

/** What the peer said, unjudged. */
export interface RawAnswer {
  status: number
  /** Header Content-Type as received, "" where absent. */
  contentType: string
  body: Buffer
}

export interface Posted {
  answer: RawAnswer
  /** DER of the server's TLS leaf certificate. */
  certificate: Buffer
  /** Gives the connection up after this answer turned out bad: were it one answer behind, all later ones would be too. */
  retire(): void
}

export interface Letter {
  path: string
  contentType: string
  accept: string
  /** Beyond those that every letter has. */
  headers?: Readonly<Record<string, string>>
  body: Buffer
}

export interface Route {
  /** An https origin, with or without a base path. */
  endpoint: string
  /** How errors name the endpoint. */
  place: string
  agent: Agent
  connectMs: number
  maxAnswerBytes: number
  /** Ends the posting wherever it is. */
  signal: AbortSignal
}

const client = createClient({
  adapter: 'http',
  method: 'post',
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

/** Posts once, over one connection, and reads the whole answer. Never throws: a fault says whether the bytes may be sent again. */
export async function post(letter: Letter, route: Route): Promise<Posted | Fault> {
  const channel = watchChannel(route.agent, route.connectMs)
  try {
    const response = await client.request<Readable>({
      baseURL: httpsOnly(route.endpoint, route.place),
      url: letter.path,
      data: letter.body,
      headers: {
        ...letter.headers,
        'Content-Type': letter.contentType,
        Accept: letter.accept,
        'Accept-Encoding': 'identity',
        'User-Agent': 'yangtze-delta-exchange-gateway',
      },
      httpsAgent: route.agent,
      transport: channel.transport,
      signal: route.signal,
      maxContentLength: route.maxAnswerBytes,
    })
    const answer = await readAnswer(response, route)
    const failure = channel.failure()
    if (failure) throw failure
    const certificate = channel.certificate()
    if (!certificate)
      throw new GatewayError('PEER_TLS_FAILED', {
        where: route.place,
        detail: '对方未出示证书 no certificate',
      })
    return { answer, certificate, retire: channel.retire }
  } catch (thrown) {
    channel.retire()
    return faultOf(thrown, channel, route.place)
  }
}

/** Endpoints come from the signed directory; one that would send in clear text, or credentials of its own, is not used. */
function httpsOnly(endpoint: string, place: string): string {
  const url = URL.parse(endpoint)
  if (url?.protocol !== 'https:' || url.username || url.password || url.search || url.hash) {
    throw Object.assign(new Error(`${place} is not an https origin`), { code: 'ENDPOINT_REFUSED' })
  }
  return url.href
}

async function readAnswer(response: AxiosResponse<Readable>, route: Route): Promise<RawAnswer> {
  const header = (name: string): string => String(response.headers[name] ?? '')
  if (!['', 'identity'].includes(header('content-encoding'))) {
    throw new GatewayError('PEER_FAULT', {
      where: route.place,
      detail: '应答使用了内容编码 the answer has a content encoding',
    })
  }
  if (Number(header('content-length')) > route.maxAnswerBytes) {
    throw new GatewayError('PEER_ANSWER_TOO_LARGE', { where: route.place })
  }
  const chunks: Buffer[] = []
  for await (const chunk of response.data) chunks.push(chunk)
  return { status: response.status, contentType: header('content-type'), body: Buffer.concat(chunks) }
}
