import { readFileSync } from 'node:fs'
import { request } from 'node:https'
import { dirname, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { finished } from 'node:stream/promises'
import type { Config } from '../config/config.ts'
import type { Problem } from '../contracts/generated/types.ts'
import { catalogue, type ErrorCode, GatewayError } from '../errors.ts'

/** A client certificate of the office listener; without options the one in `office/` beside the configuration. */
export interface OfficeClientFiles {
  clientKey?: string
  clientCertificate?: string
}

/** Calls the office listener of a running gateway over mTLS. */
export interface OfficeClient {
  /** Fails with the problem's own code, or PEER_UNREACHABLE where no gateway listens. */
  call<T>(method: 'GET' | 'POST', path: string, body?: unknown): Promise<T>
}

export function createOfficeClient(config: Config, files: OfficeClientFiles): OfficeClient {
  const home = dirname(config.file)
  const tls = {
    key: fileText(files.clientKey ?? join(home, 'office', 'client.key.pem')),
    cert: fileText(files.clientCertificate ?? join(home, 'office', 'client.crt.pem')),
    ca: fileText(config.trust.anchors),
  }
  return {
    async call<T>(method: string, path: string, body?: unknown) {
      const { status, answer } = await exchange(config, tls, method, path, body)
      if (status >= 400) throw problemError(answer as Problem)
      return answer as T
    },
  }
}

async function exchange(
  { office }: Config,
  tls: { key: string; cert: string; ca: string },
  method: string,
  path: string,
  body: unknown,
): Promise<{ status: number; answer: unknown }> {
  const { promise, resolve, reject } = Promise.withResolvers<{ status: number; answer: unknown }>()
  const headers = body === undefined ? {} : { 'content-type': 'application/json' }
  const call = request({ host: office.host, port: office.port, method, path, headers, agent: false, ...tls })
  call.on('response', (response) => {
    text(response).then(
      (answer) => resolve({ status: response.statusCode ?? 0, answer: JSON.parse(answer) }),
      reject,
    )
  })
  call.on('error', (cause) => {
    const where = `${office.host}:${office.port}`
    reject(
      new GatewayError('PEER_UNREACHABLE', {
        where,
        detail: 'is the gateway running? gateway serve, or npm start',
        cause,
      }),
    )
  })
  call.end(body === undefined ? undefined : JSON.stringify(body))
  await finished(call).catch(() => undefined)
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
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    throw new GatewayError('KEY_UNUSABLE', { where: path, detail: 'the file cannot be read', cause })
  }
}
