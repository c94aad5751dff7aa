import type { DialectCall, DialectDefinition, DialectHttp } from '../../contracts/generated/types.ts'
import { contentFaults, textFaults } from './body/content-faults.ts'
import { below, type DefinitionFault } from './pointer.ts'
import { replyFaults } from './reply-faults.ts'
import { conventions } from './signatures/sign.ts'
import type { KnownNames } from './template-faults.ts'

const always = [
  'person.name',
  'person.idType',
  'person.idNumber',
  'centre.code',
  'centre.name',
  'addressee.code',
  'addressee.name',
  'application',
  'id.uuid',
  'id.serial',
  'id.hex',
]

/** Headers that HTTP itself sets. */
const ownHeaders = new Set(['host', 'content-length', 'transfer-encoding', 'connection', 'accept-encoding'])

/** Every fault of the calls of a definition that fits its schema, so that no question meets it first. */
export function callFaults({ calls, settings = {}, send = {} }: DialectDefinition): DefinitionFault[] {
  const tables = new Set(Object.keys(send))
  let places = new Set([...always, ...Object.keys(settings).map((name) => `settings.${name}`)])
  const names = new Set<string>()
  const faults: DefinitionFault[] = []
  for (const [i, call] of calls.entries()) {
    const pointer = below('/calls', i)
    if (names.has(call.name))
      faults.push({ pointer: below(pointer, 'name'), fault: '名称重复 is used twice' })
    names.add(call.name)
    faults.push(...faultsOf(call, pointer, { places, tables }))
    places = new Set([...places, ...Object.keys(call.reply.keep ?? {}).map((name) => `call.${name}`)])
  }
  return faults
}

function faultsOf(call: DialectCall, pointer: string, known: KnownNames): DefinitionFault[] {
  const { http, tcp, body, reply, parts = {} } = call
  const faults: DefinitionFault[] = []
  if (Boolean(http) === Boolean(tcp))
    faults.push({ pointer, fault: '须有 http 或 tcp 之一 needs either http or tcp' })
  if (tcp && call.sign) faults.push({ pointer: below(pointer, 'sign'), fault: '仅可用于 http needs http' })
  if (tcp && reply.status)
    faults.push({ pointer: below(pointer, 'reply', 'status'), fault: '仅可用于 http needs http' })
  if (tcp?.replyHeaderBytes !== undefined && !tcp.lengthBytes) {
    faults.push({
      pointer: below(pointer, 'tcp', 'replyHeaderBytes'),
      fault: '须同时给出 lengthBytes needs lengthBytes',
    })
  }
  let places = known.places
  for (const [name, part] of Object.entries(parts)) {
    faults.push(...contentFaults(part, below(pointer, 'parts', name), { ...known, places }))
    places = new Set([...places, `part.${name}`])
  }
  const whole = { ...known, places }
  return [
    ...faults,
    ...(http ? httpFaults(http, body !== undefined, below(pointer, 'http'), whole) : []),
    ...textFaults(tcp?.header, below(pointer, 'tcp', 'header'), whole),
    ...(body ? contentFaults(body, below(pointer, 'body'), whole) : []),
    ...signatureFaults(call, below(pointer, 'sign'), whole),
    ...replyFaults(reply, below(pointer, 'reply'), known),
  ]
}

function httpFaults(
  { method, path, query, headers = {} }: DialectHttp,
  hasBody: boolean,
  pointer: string,
  known: KnownNames,
): DefinitionFault[] {
  const faults: DefinitionFault[] = []
  if (!/^\/[^\s?#]*$/.test(path.replaceAll(/\{[^{}]*\}/g, '_'))) {
    faults.push({
      pointer: below(pointer, 'path'),
      fault: '路径须以 / 开头且不含查询参数 is no path that begins with / and has no query',
    })
  }
  if (method === 'GET' && hasBody)
    faults.push({ pointer: below(pointer, 'method'), fault: 'GET 不能带报文体 has no body' })
  for (const name of Object.keys(headers)) {
    const isName = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name)
    if (isName && !ownHeaders.has(name.toLowerCase())) continue
    const fault = isName
      ? '由 HTTP 自行设置 is set by HTTP itself'
      : '不是有效的请求头名称 is no name of a header'
    faults.push({ pointer: below(pointer, 'headers', name), fault })
  }
  return [...faults, ...textFaults({ path, query, headers }, pointer, known)]
}

function signatureFaults({ sign = [] }: DialectCall, pointer: string, known: KnownNames): DefinitionFault[] {
  return sign.flatMap(({ with: name, values }, i) => {
    const at = below(pointer, i, 'values')
    const { needs, takes } = conventions[name]
    const missing = needs.filter((value) => !(value in values))
    const unknown = Object.keys(values).filter((value) => ![...needs, ...takes].includes(value))
    return [
      ...missing.map((value) => ({ pointer: at, fault: `缺少 lacks ${value}` })),
      ...unknown.map((value) => ({
        pointer: below(at, value),
        fault: `该签名方式没有此项 is nothing that ${name} takes`,
      })),
      ...textFaults(values, at, known),
    ]
  })
}
