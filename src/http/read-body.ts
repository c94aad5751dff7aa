import type { IncomingMessage } from 'node:http'
import { GatewayError } from '../errors.ts'

/**
 * Reads a request's body whole, as bytes, up to `limit` bytes. The server's request timeout bounds its time.
 * Fails with MEDIA_TYPE_UNSUPPORTED, BODY_TOO_LARGE or BODY_INCOMPLETE.
 */
export function readBody(request: IncomingMessage, contentType: string, limit: number): Promise<Buffer> {
  const { headers } = request
  if (mediaType(headers['content-type']) !== contentType)
    return refuse(unsupported('content-type', `应为 expected ${contentType}`))
  if (headers['content-encoding'] !== undefined)
    return refuse(unsupported('content-encoding', '不接受任何内容编码 none is taken'))
  if (Number(headers['content-length'] ?? 0) > limit) return refuse(tooLarge(limit))
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    request.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size > limit) {
        request.removeAllListeners('data')
        request.resume()
        reject(tooLarge(limit))
      } else chunks.push(chunk)
    })
    request.on('end', () =>
      resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks, size)),
    )
    request.on('error', (cause) => reject(new GatewayError('BODY_INCOMPLETE', { cause })))
    request.on('aborted', () => reject(new GatewayError('BODY_INCOMPLETE')))
  })
}

/** The media type without parameters, but for a charset other than UTF-8, which is not ours to read. */
function mediaType(header: string | undefined): string | undefined {
  const [type, ...parameters] = (header ?? '').toLowerCase().split(';')
  const foreign = parameters.some((parameter) => !/^\s*(charset="?utf-8"?)?\s*$/.test(parameter))
  return foreign ? undefined : type?.trim()
}

function unsupported(where: string, detail: string): GatewayError {
  return new GatewayError('MEDIA_TYPE_UNSUPPORTED', { where, detail })
}

function tooLarge(limit: number): GatewayError {
  return new GatewayError('BODY_TOO_LARGE', { detail: `字节数上限 at most ${limit} bytes` })
}

function refuse(error: GatewayError): Promise<never> {
  return Promise.reject(error)
}
