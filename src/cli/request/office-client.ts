import { readFileSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { request } from 'node:https'
import { dirname, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { createParser, type EventSourceMessage } from 'eventsource-parser'
import type { Config } from '../../config/config.ts'
import type { Problem } from '../../contracts/generated/types.ts'
import { catalogue, type ErrorCode, GatewayError } from '../../errors.ts'
import { inKeyFile } from '../../key-file.ts'
import { commandLine } from '../called-as.ts'
import { type ConfigOptions, sameMember } from '../sandbox-member.ts'
import type { Shell } from '../shell.ts'

/** A client certificate of the office listener; without options the one in `office/` beside the configuration. */
export interface OfficeClientFiles {
  clientKey?: string
  clientCertificate?: string
}

export const clientKeyOption = [
  '--client-key <file>',
  'key of the office client; default office/client.key.pem beside the configuration',
] as const
export const clientCertificateOption = [
  '--client-certificate <file>',
  'its certificate; default office/client.crt.pem',
] as const

/** Calls the office listener of a running gateway over mTLS. */
export interface OfficeClient {
  /** Fails with the problem's own code, or PEER_UNREACHABLE where no gateway listens. */
  call<T>(
    method: 'GET' | 'POST' | 'DELETE',
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<T>
  /** Reads server-sent events, those after the id of one that is known, until the gateway ends them or `signal` fires. Fails as `call` does. */
  follow(
    path: string,
    onEvent: (event: EventSourceMessage) => void,
    until: { after: string | undefined; signal: AbortSignal },
  ): Promise<void>
}

/** The options that name the same office client again, for a next step. */
export function sameClient(options: ConfigOptions & OfficeClientFiles): string[] {
  const { clientKey, clientCertificate } = options
  return [
    ...sameMember(options),
    ...(clientKey === undefined ? [] : ['--client-key', clientKey]),
    ...(clientCertificate === undefined ? [] : ['--client-certificate', clientCertificate]),
  ]
}

export function createOfficeClient(config: Config, files: OfficeClientFiles, shell: Shell): OfficeClient {
  const home = dirname(config.file)
  const start = commandLine(shell, 'serve', '--config', config.file)
  const place: Place = {
    host: config.office.host,
    port: config.office.port,
    key: fileText(files.clientKey ?? join(home, 'office', 'client.key.pem')),
    cert: fileText(files.clientCertificate ?? join(home, 'office', 'client.crt.pem')),
    ca: fileText(config.trust.anchors),
    silent: `网关是否在运行 is the gateway running? npm start, 或 or: ${start}`,
  }
  return {
    async call<T>(method: string, path: string, body?: unknown, headers = {}) {
      const { status, answer } = await exchange(place, { method, path, body, headers })
      if (status >= 400) throw problemError(answer as Problem)
      return answer as T
    },
    async follow(path, onEvent, { after, signal }) {
      const parser = createParser({ onEvent })
      const response = await responseTo(place, {
        method: 'GET',
        path,
        headers: after === undefined ? {} : { 'last-event-id': after },
      })
      if (response.statusCode !== 200) throw problemError(JSON.parse(await text(response)) as Problem)
      signal.addEventListener('abort', () => response.destroy(), { once: true })
      try {
        for await (const chunk of response.setEncoding('utf8')) parser.feed(String(chunk))
      } catch {
        // Cut off, by us or by a gateway that ends: the job goes on without us.
      }
    },
  }
}

interface OfficeCall {
  method: string
  path: string
  body?: unknown
  headers?: Record<string, string>
}

/** Where the office listener is, whom to believe there, and what to say where nobody listens. */
interface Place {
  host: string
  port: number
  key: string
  cert: string
  ca: string
  silent: string
}

async function exchange(place: Place, call: OfficeCall): Promise<{ status: number; answer: unknown }> {
  const response = await responseTo(place, call)
  return { status: response.statusCode ?? 0, answer: JSON.parse(await text(response)) }
}

function responseTo(
  { silent, ...place }: Place,
  { method, path, body, headers = {} }: OfficeCall,
): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
  const call = request({
    method,
    path,
    headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
    agent: false,
    ...place,
  })
  call.on('response', resolve)
  call.on('error', (cause) => {
    const where = `${place.host}:${place.port}`
    reject(new GatewayError('PEER_UNREACHABLE', { where, detail: silent, cause }))
  })
  call.end(body === undefined ? undefined : JSON.stringify(body))
  return promise
}

function problemError({ code, where, detail }: Problem): GatewayError {
  const known: ErrorCode = code in catalogue ? (code as ErrorCode) : 'INTERNAL'
  return new GatewayError(known, {
    ...(where !== undefined && { where }),
    ...(detail !== undefined && { detail }),
  })
}

function fileText(path: string): string {
  return inKeyFile(path, () => readFileSync(path, 'utf8'))
}
