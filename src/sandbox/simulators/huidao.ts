import { createDecipheriv } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import iconv from 'iconv-lite'
import { accountInUse } from './held-facts.ts'
import { createHttpSimulator, type HttpAnswer, type HttpRequest } from './http-simulator.ts'
import { recordOf } from './huidao-record.ts'
import type { CreateSimulator, Misbehaviour, SimulatorDeps } from './simulator.ts'

// D2, Shanghai's gateway 汇道 in front of a centre. Paths, names of interfaces, texts and the layout of the certificate are
// assumed; see src/dialects/huidao/README.md.

const refusals = {
  unknownApp: ['101', 'appid未登记'],
  badSignature: ['101', 'signature校验失败'],
  unknownInterface: ['101', '无权访问该接口'],
  unreadable: ['101', '请求参数异常'],
  nobody: ['0', '未查询到该职工缴存信息'],
  closed: ['0', '该职工账户已销户，不能开具'],
} as const

type Answer = { data?: Record<string, string> } | { refused: keyof typeof refusals }

/** What each interface is called where it is signed. */
const interfaces: Readonly<Record<string, string>> = {
  '/gateway/yddk/checkKjzm': 'yddk-checkKjzm',
  '/gateway/yddk/queryZm': 'yddk-queryZm',
}

/** How old a signature may be, in seconds either way. */
const patience = 300

/** A centre behind 汇道. Settings: appid, appKey. */
export const createHuidao: CreateSimulator = (deps) =>
  createHttpSimulator((request, mood) => written(answerTo(request, deps, mood), mood), deps.misbehaviour)

function answerTo(
  { method, path, headers, body }: HttpRequest,
  { held, settings, clock }: SimulatorDeps,
  mood: Misbehaviour,
): Answer {
  const api = interfaces[path]
  if (method !== 'POST' || api === undefined || headers['apiname'] !== api)
    return { refused: 'unknownInterface' }
  if (headers['appid'] !== settings['appid']) return { refused: 'unknownApp' }
  if (!isSigned(headers, api, settings, clock())) return { refused: 'badSignature' }
  const query = queryIn(body)
  if (!query) return { refused: 'unreadable' }
  const account = accountInUse(held.byNumber(query.zjhm).filter(({ name }) => name === query.xingMing))
  if (!account) return { refused: 'nobody' }
  if (account.closed) return { refused: 'closed' }
  if (api === 'yddk-checkKjzm') return {}
  return { data: { ywbh: query.ywbh, ...recordOf(account, clock(), mood === 'inverted-code') } }
}

/** The signature is an encryption: what it decrypts to has to be application, interface and a time that is near. */
function isSigned(
  headers: IncomingHttpHeaders,
  api: string,
  { appid = '', appKey = '' }: SimulatorDeps['settings'],
  now: number,
): boolean {
  try {
    const decipher = createDecipheriv('aes-256-ecb', appKey.replaceAll('-', ''), null)
    const text = decipher.update(String(headers['signature']), 'base64', 'utf8') + decipher.final('utf8')
    const seconds = text.startsWith(appid + api) ? text.slice(appid.length + api.length) : ''
    return /^\d{10}$/.test(seconds) && Math.abs(now / 1000 - Number(seconds)) <= patience
  } catch {
    return false
  }
}

function queryIn(body: Buffer): { ywbh: string; xingMing: string; zjhm: string } | undefined {
  try {
    const { ywbh = '', xingMing, zjhm, zjlx }: Record<string, unknown> = JSON.parse(body.toString())
    if (zjlx !== '111' && zjlx !== '001') return undefined
    const given = typeof ywbh === 'string' && typeof xingMing === 'string' && typeof zjhm === 'string'
    return given ? { ywbh, xingMing, zjhm } : undefined
  } catch {
    return undefined
  }
}

function written(answer: Answer, mood: Misbehaviour): HttpAnswer {
  const refused = 'refused' in answer ? refusals[answer.refused] : undefined
  const [resultCode, resultMessage] = refused ?? ['200', '成功']
  const data = 'refused' in answer ? undefined : answer.data
  const reply = { resultCode, isSuccess: refused === undefined, resultMessage, data }
  return {
    type: 'application/json;charset=UTF-8',
    body: iconv.encode(JSON.stringify(reply), mood === 'wrong-charset' ? 'gbk' : 'utf-8'),
  }
}
