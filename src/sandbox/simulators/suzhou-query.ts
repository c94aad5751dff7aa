import iconv from 'iconv-lite'
import { createHttpSimulator, type HttpAnswer, type HttpRequest } from './http-simulator.ts'
import type { CreateSimulator, Misbehaviour, SimulatorDeps } from './simulator.ts'
import { recordOf } from './suzhou-query-record.ts'

// D6, the query service of 宿州 and 淮北. The path and the status are assumed; see src/dialects/suzhou-query/README.md.

/** A centre with a bare query service, open to whoever reaches it. Settings: values, `numbers` or `texts`. */
export const createSuzhouQuery: CreateSimulator = (deps) =>
  createHttpSimulator((request, mood) => answerTo(request, deps, mood), deps.misbehaviour)

function answerTo(
  { method, path, query }: HttpRequest,
  { held, settings }: SimulatorDeps,
  mood: Misbehaviour,
): HttpAnswer {
  if (method !== 'POST' || path !== '/gjj/grgjjxx/query') return notThere
  const found = held.byNumber(query.get('asGrgjjxxSfzhm') ?? '')
  const asTexts = settings['values'] === 'texts'
  const list = found.map((account) => recordOf(account, asTexts, mood === 'inverted-code'))
  return {
    type: 'application/json;charset=UTF-8',
    body: iconv.encode(
      JSON.stringify(list.length === 0 ? null : list),
      mood === 'wrong-charset' ? 'gbk' : 'utf-8',
    ),
  }
}

/** As its framework says it. */
const notThere: HttpAnswer = {
  status: 404,
  type: 'application/json;charset=UTF-8',
  body: Buffer.from('{"status":404,"error":"Not Found","message":"No message available"}'),
}
