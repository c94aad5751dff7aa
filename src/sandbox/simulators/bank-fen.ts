import iconv from 'iconv-lite'
import { recordOf } from './bank-fen-record.ts'
import { accountInUse } from './held-facts.ts'
import { createHttpSimulator, type HttpAnswer, type HttpRequest } from './http-simulator.ts'
import type { CreateSimulator, Misbehaviour, SimulatorDeps } from './simulator.ts'
import { createTifVerifier, type VerifyTif } from './x-tif.ts'

// A bank-style variant with amounts in fen: no interface that was seen; see src/dialects/bank-fen/README.md.

const refusals = {
  nobody: ['1001', '未查询到客户缴存信息'],
  unreadable: ['2001', '报文格式错误'],
  unsigned: ['4001', '签名校验失败'],
  unknownService: ['4003', '未开通该接口'],
} as const

type Answer = { data: Record<string, unknown> } | { refused: keyof typeof refusals }

interface Query {
  serialNo: string
  certNo: string
}

/** A bank's front to a centre's accounts. Settings: paasid, token. */
export const createBankFen: CreateSimulator = (deps) => {
  const { paasid = '', token = '' } = deps.settings
  const verify = createTifVerifier(paasid, token, deps.clock)
  return createHttpSimulator((request, mood) => {
    const query = readQuery(request.body)
    return written(answerTo(request, query, verify, deps, mood), query, mood)
  }, deps.misbehaviour)
}

function answerTo(
  { method, path, headers }: HttpRequest,
  query: Query | undefined,
  verify: VerifyTif,
  { held, clock }: SimulatorDeps,
  mood: Misbehaviour,
): Answer {
  if (!verify(headers)) return { refused: 'unsigned' }
  if (method !== 'POST' || path !== '/fund/deposit/query') return { refused: 'unknownService' }
  if (!query) return { refused: 'unreadable' }
  const account = accountInUse(held.byNumber(query.certNo))
  if (!account) return { refused: 'nobody' }
  return { data: recordOf(account, clock(), mood === 'inverted-code') }
}

/** The same envelope for everything, also under 401. */
function written(answer: Answer, query: Query | undefined, mood: Misbehaviour): HttpAnswer {
  const refused = 'refused' in answer ? answer.refused : undefined
  const [code, message] = refused ? refusals[refused] : ['0000', '成功']
  const data = 'data' in answer ? answer.data : null
  const text = JSON.stringify({ code, message, serialNo: query?.serialNo ?? '', data })
  return {
    status: refused === 'unsigned' ? 401 : 200,
    type: 'application/json;charset=UTF-8',
    body: iconv.encode(text, mood === 'wrong-charset' ? 'gbk' : 'utf-8'),
  }
}

/** Undefined where the body is no query. */
function readQuery(body: Buffer): Query | undefined {
  try {
    const { serialNo, certNo }: Record<string, unknown> = JSON.parse(body.toString())
    return typeof serialNo === 'string' && typeof certNo === 'string' ? { serialNo, certNo } : undefined
  } catch {
    return undefined
  }
}
