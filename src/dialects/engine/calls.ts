import type { DialectCall, DialectHttp, DialectTcp } from '../../contracts/generated/types.ts'
import { contentBytes, contentType } from './body/content.ts'
import { formText } from './body/form.ts'
import { percentEncoded } from './body/percent.ts'
import { decodeText } from './charset.ts'
import type { Call } from './dialect.ts'
import { type Scope, unaskable, withTexts } from './scope.ts'
import { signatureHeaders } from './signatures/sign.ts'
import { filled } from './templates.ts'

/** The bytes of one call. Fails with CENTRE_REFUSED, CONFIG_INVALID or KEY_UNUSABLE where it cannot be written. */
export function callOf(definition: DialectCall, scope: Scope): Call {
  const { name, http, tcp = {} } = definition
  const whole = withParts(definition, scope)
  const body = definition.body && contentBytes(definition.body, whole)
  return http ? httpCall(definition, http, body, whole) : tcpCall(name, tcp, body, whole)
}

/** Parts in their order: one may hold those before it. */
function withParts({ parts = {} }: DialectCall, scope: Scope): Scope {
  return Object.entries(parts).reduce((before, [name, part]) => {
    const text = decodeText(contentBytes(part, before), part.then ? 'utf-8' : part.charset)
    if (text === undefined)
      throw unaskable(scope, `part.${name}`, '经处理步骤后不是文本 is no text after its steps')
    return withTexts(before, [[`part.${name}`, text]])
  }, scope)
}

function httpCall(
  { name, body: content, sign = [] }: DialectCall,
  http: DialectHttp,
  body: Buffer | undefined,
  scope: Scope,
): Call {
  const path = filled(http.path, scope, (text) => percentEncoded(Buffer.from(text)))
  // Percent-encoded or not, servers and clients take them for steps up
  if (/\/\.{1,2}(?:\/|$)/.test(path)) throw unaskable(scope, 'path', '路径含 . 或 .. 段 has a step of dots')
  const query = http.query ? formText(http.query, scope) : ''
  const headers: Record<string, string> = {}
  for (const [header, template] of Object.entries(http.headers ?? {})) {
    headers[header] = headerText(header, filled(template, scope), scope)
  }
  const isTyped = Object.keys(headers).some((header) => header.toLowerCase() === 'content-type')
  if (content && !isTyped) headers['Content-Type'] = contentType(content)
  for (const { with: convention, values } of sign) {
    Object.assign(headers, signatureHeaders(convention, values, { method: http.method, path, query }, scope))
  }
  return {
    transport: 'http',
    name,
    method: http.method,
    path: query ? `${path}?${query}` : path,
    headers,
    body,
  }
}

function tcpCall(
  name: string,
  { header = '', lengthBytes, replyHeaderBytes }: DialectTcp,
  body: Buffer = Buffer.alloc(0),
  scope: Scope,
): Call {
  const head = Buffer.from(headerText('header', filled(header, scope), scope))
  if (!lengthBytes)
    return { transport: 'tcp', name, bytes: Buffer.concat([head, body]), reply: 'end-of-stream' }
  if (body.length >= 256 ** lengthBytes)
    throw unaskable(scope, name, '长度超出长度字段的范围 is longer than its length can say')
  const length = Buffer.alloc(lengthBytes)
  length.writeUIntBE(body.length, 0, lengthBytes)
  return {
    transport: 'tcp',
    name,
    bytes: Buffer.concat([head, length, body]),
    reply: { headerBytes: replyHeaderBytes ?? head.length, lengthBytes },
  }
}

/** Printable ASCII: a line break would begin another header, and other characters have no agreed bytes there. */
function headerText(where: string, text: string, scope: Scope): string {
  if (/[^\u0020-\u007e]/.test(text))
    throw unaskable(scope, where, '请求头只能含可打印 ASCII 字符 a header holds printable ASCII only')
  return text
}
