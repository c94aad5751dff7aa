import iconv from 'iconv-lite'
import { accountInUse } from './held-facts.ts'
import { createHttpSimulator, type HttpAnswer, type HttpRequest } from './http-simulator.ts'
import type { CreateSimulator, Misbehaviour, SimulatorDeps } from './simulator.ts'
import { recordOf } from './ybmap-record.ts'
import { readYbmapRequest, type YbmapObjection } from './ybmap-request.ts'

// D3, Yondervision's channel platform (YBMAP). The path, the texts of refusals and what exactly is encrypted are assumed; see
// src/dialects/ybmap/README.md.

/** One code for every fault: only the text tells them apart. The core's is in msg, the platform's own in errMsg. */
const refusals: Readonly<Record<YbmapObjection | 'nobody' | 'closed', Record<string, string>>> = {
  unreadable: { errMsg: '报文格式错误' },
  unsigned: { errMsg: '签名验证失败' },
  unknownApplication: { errMsg: '应用未授权' },
  unknownTransaction: { errMsg: '交易码不存在' },
  nobody: { msg: '无此人缴存信息' },
  closed: { msg: '销户状态不能打印' },
}

type Answer = { record: Record<string, string> } | { refused: keyof typeof refusals }

/**
 * A centre behind YBMAP. Settings: centreId, branchId, channel, clientIp, appid, appkey, appToken, aesKey (16, 24 or 32
 * characters), and callerPublicKey (PEM), by which it checks whoever asks.
 */
export const createYbmap: CreateSimulator = (deps) =>
  createHttpSimulator((request, mood) => written(answerTo(request, deps, mood), mood), deps.misbehaviour)

function answerTo(
  { method, path, headers, body }: HttpRequest,
  { held, settings, clock }: SimulatorDeps,
  mood: Misbehaviour,
): Answer {
  if (method !== 'POST' || path !== '/YBMAPZH-WEB/appapi00225.json') return { refused: 'unknownTransaction' }
  const query = readYbmapRequest(headers, body, settings)
  if (typeof query === 'string') return { refused: query }
  const account = accountInUse(held.byNumber(query.certinum))
  if (!account) return { refused: 'nobody' }
  if (account.closed) return { refused: 'closed' }
  const record = recordOf(account, clock(), mood === 'inverted-code')
  return { record: { ...record, projectname: query.projectname } }
}

function written(answer: Answer, mood: Misbehaviour): HttpAnswer {
  const reply =
    'refused' in answer
      ? { recode: '999999', ...misread(refusals[answer.refused]) }
      : { recode: '000000', ...misread({ msg: '交易成功' }), ...answer.record }
  return {
    type: 'application/json;charset=UTF-8',
    body: iconv.encode(JSON.stringify(reply), mood === 'wrong-charset' ? 'gbk' : 'utf-8'),
  }
}

/** The platform reads the UTF-8 of such texts as ISO-8859-1. */
function misread(texts: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(texts).map(([name, text]) => [name, Buffer.from(text).toString('latin1')]),
  )
}
