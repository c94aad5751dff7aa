import iconv from 'iconv-lite'
import { recordOf } from './antchain-record.ts'
import { chinaTime } from './china-time.ts'
import { createHttpSimulator, type HttpAnswer, type HttpRequest } from './http-simulator.ts'
import type { CreateSimulator, Misbehaviour, SimulatorDeps } from './simulator.ts'

// D9, AntChain's data network in front of a centre. Path, token, codes and the layout of the data are assumed; see
// src/dialects/antchain/README.md.

const refusals = {
  unauthorised: ['AUTH_FAIL', '鉴权失败'],
  unknownData: ['ACCESS_DENIED', '无权使用该数据'],
  unreadable: ['PARAM_ILLEGAL', '参数不合法'],
} as const

type Answer = { records: Record<string, string>[]; query: Query } | { refused: keyof typeof refusals }

const keys = [
  'req_msg_id',
  'data_user_identity',
  'data_user_name',
  'data_owner_identity',
  'data_owner_name',
  'provider_id',
  'data_code',
  'purpose',
  'biz_id',
  'extend_params',
] as const

type Query = Readonly<Record<(typeof keys)[number], string>>

/** A centre whose data is used over the network. Settings: userIdentity, userName, providerId, zjbzxbm, accessToken. */
export const createAntchain: CreateSimulator = (deps) =>
  createHttpSimulator(
    (request, mood) => written(answerTo(request, deps, mood), deps.clock(), mood),
    deps.misbehaviour,
  )

function answerTo(
  { method, path, headers, body }: HttpRequest,
  { held, settings }: SimulatorDeps,
  mood: Misbehaviour,
): Answer {
  if (headers['authorization'] !== `Bearer ${settings['accessToken']}`) return { refused: 'unauthorised' }
  if (method !== 'POST' || path !== '/tdm/data/use') return { refused: 'unknownData' }
  const query = textsIn(body.toString(), keys)
  const asked = query && textsIn(query.extend_params, ['zjbzxbm', 'xingming', 'zjhm'])
  if (!query || !asked) return { refused: 'unreadable' }
  const isOurs =
    query.data_code === 'YDDKJCZM' &&
    query.data_user_identity === settings['userIdentity'] &&
    query.provider_id === settings['providerId'] &&
    asked.zjbzxbm === settings['zjbzxbm']
  if (!isOurs) return { refused: 'unknownData' }
  // The owner of the data is whom it is about
  if (asked.zjhm !== query.data_owner_identity || asked.xingming !== query.data_owner_name)
    return { refused: 'unreadable' }
  const found = held.byNumber(asked.zjhm).filter(({ name }) => name === asked.xingming)
  const inverted = mood === 'inverted-code'
  return { query, records: found.map((account, i) => recordOf(account, `YDDK${query.biz_id}${i}`, inverted)) }
}

function written(answer: Answer, now: number, mood: Misbehaviour): HttpAnswer {
  const reply =
    'refused' in answer
      ? { result_code: refusals[answer.refused][0], result_msg: refusals[answer.refused][1], trust_data: '' }
      : used(answer, now)
  return {
    type: 'application/json;charset=UTF-8',
    body: iconv.encode(JSON.stringify(reply), mood === 'wrong-charset' ? 'gbk' : 'utf-8'),
  }
}

/** Every use is logged, and the log goes with the data. */
function used({ records, query }: Extract<Answer, { query: Query }>, now: number): object {
  return {
    req_msg_id: query.req_msg_id,
    result_code: 'OK',
    result_msg: '成功',
    trust_data: JSON.stringify(records),
    usage_logs: [
      {
        user_name: query.data_user_name,
        usage_time: chinaTime(now, 'yyyy-MM-dd HH:mm:ss'),
        data_desc: '异地贷款缴存证明',
        purpose: query.purpose,
        biz_id: query.biz_id,
      },
    ],
  }
}

/** Members of an object that are all texts; undefined where one is missing. */
function textsIn<Key extends string>(
  text: string,
  names: readonly Key[],
): Readonly<Record<Key, string>> | undefined {
  try {
    const value: Record<string, unknown> = JSON.parse(text)
    return names.every((name) => typeof value[name] === 'string')
      ? (value as Readonly<Record<Key, string>>)
      : undefined
  } catch {
    return undefined
  }
}
