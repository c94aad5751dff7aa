import iconv from 'iconv-lite'
import { createHttpSimulator, type HttpAnswer, type HttpRequest } from './http-simulator.ts'
import { recordOf } from './shineyue-record.ts'
import type { CreateSimulator, Misbehaviour, SimulatorDeps } from './simulator.ts'

// D5, the channel of a Shineyue core. The service, the words of refusals and the names of loan facts are assumed; see
// src/dialects/shineyue/README.md.

/** One ret for every fault: only the text tells them apart. */
const refusals = {
  unreadable: '请求参数格式错误',
  unknownApp: 'appid或sign不正确',
  unknownCentre: 'citycode与中心编码不符',
  unknownService: '无权访问该服务',
} as const

type Answer = { data: Record<string, string>[] } | { refused: keyof typeof refusals }

type Query = Readonly<Record<(typeof keys)[number], string>>

const keys = ['appid', 'sign', 'citybm', 'zjbzxbm', 'xingming', 'zjhm'] as const

/** A centre behind Shineyue's channel. Settings: appid, sign, zjbzxbm. */
export const createShineyue: CreateSimulator = (deps) =>
  createHttpSimulator((request, mood) => written(answerTo(request, deps, mood), mood), deps.misbehaviour)

function answerTo(
  { method, path, headers, body }: HttpRequest,
  { held, settings }: SimulatorDeps,
  mood: Misbehaviour,
): Answer {
  const query = readQuery(body)
  if (!query) return { refused: 'unreadable' }
  const { appid, sign, zjbzxbm = '' } = settings
  if (query.appid !== appid || query.sign !== sign) return { refused: 'unknownApp' }
  const codes = [query.citybm, query.zjbzxbm]
  if (headers['citycode'] !== zjbzxbm.slice(0, 6) || codes.some((code) => code !== zjbzxbm))
    return { refused: 'unknownCentre' }
  if (method !== 'POST' || path !== '/app-web/personal/public/yddkjczmcx.service')
    return { refused: 'unknownService' }
  // Found by name and number, and every account of theirs
  const found = held.byNumber(query.zjhm).filter(({ name }) => name === query.xingming)
  return { data: found.map((account) => recordOf(account, mood === 'inverted-code')) }
}

function written(answer: Answer, mood: Misbehaviour): HttpAnswer {
  const reply =
    'refused' in answer
      ? { ret: 99, msg: refusals[answer.refused], data: [] }
      : { ret: 0, msg: '查询成功', data: answer.data }
  return {
    type: 'application/json;charset=UTF-8',
    body: iconv.encode(JSON.stringify(reply), mood === 'wrong-charset' ? 'gbk' : 'utf-8'),
  }
}

/** Undefined where the body is no query. */
function readQuery(body: Buffer): Query | undefined {
  try {
    const query: Record<string, unknown> = JSON.parse(body.toString())
    return isQuery(query) ? query : undefined
  } catch {
    return undefined
  }
}

function isQuery(query: Record<string, unknown>): query is Query {
  return keys.every((key) => typeof query[key] === 'string')
}
