import { randomUUID } from 'node:crypto'
import iconv from 'iconv-lite'
import { recordOf } from './epoint-record.ts'
import { accountInUse } from './held-facts.ts'
import { createHttpSimulator, type HttpAnswer, type HttpRequest } from './http-simulator.ts'
import type { CreateSimulator, Misbehaviour, SimulatorDeps } from './simulator.ts'

// D8, a front of government services by Epoint. The path, the words of refusals and how values are spelled are assumed; see
// src/dialects/epoint/README.md.

/** One code for every fault: only the text tells them apart. */
const refusals = {
  unreadable: '请求参数格式错误',
  unknownToken: 'token验证失败',
  unknownService: '无权访问该接口',
  nobody: '未查询到该职工缴存信息',
  closed: '销户状态不能打印',
} as const

type Answer = { custom: Record<string, string> } | { refused: keyof typeof refusals }

interface Query {
  token: unknown
  sfz: string
  todwmc: string
}

/** A centre behind Epoint's front. Settings: token. */
export const createEpoint: CreateSimulator = (deps) =>
  createHttpSimulator((request, mood) => written(answerTo(request, deps, mood), mood), deps.misbehaviour)

function answerTo(
  { method, path, body }: HttpRequest,
  { held, settings, clock }: SimulatorDeps,
  mood: Misbehaviour,
): Answer {
  const query = readQuery(body)
  if (!query) return { refused: 'unreadable' }
  if (query.token !== settings['token']) return { refused: 'unknownToken' }
  if (method !== 'POST' || path !== '/rest/gjjyddk/getJcsyzm') return { refused: 'unknownService' }
  const account = accountInUse(held.byNumber(query.sfz))
  if (!account) return { refused: 'nobody' }
  if (account.closed) return { refused: 'closed' }
  const record = recordOf(account, clock(), mood === 'inverted-code')
  return { custom: { ...record, todwmc: query.todwmc, attachguid: randomUUID() } }
}

function written(answer: Answer, mood: Misbehaviour): HttpAnswer {
  const reply =
    'refused' in answer
      ? { status: { code: '0', text: refusals[answer.refused] }, custom: {} }
      : { status: { code: '1', text: '获取成功' }, custom: answer.custom }
  return {
    type: 'application/json;charset=UTF-8',
    body: iconv.encode(JSON.stringify(reply), mood === 'wrong-charset' ? 'gbk' : 'utf-8'),
  }
}

/** Undefined where the body is no query. */
function readQuery(body: Buffer): Query | undefined {
  try {
    const { token, params }: { token?: unknown; params?: Record<string, unknown> } = JSON.parse(
      body.toString(),
    )
    const { sfz, todwmc } = params ?? {}
    return typeof sfz === 'string' && typeof todwmc === 'string' ? { token, sfz, todwmc } : undefined
  } catch {
    return undefined
  }
}
