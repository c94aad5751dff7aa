import iconv from 'iconv-lite'
import { accountInUse } from './held-facts.ts'
import { createHttpSimulator, type HttpAnswer, type HttpRequest } from './http-simulator.ts'
import { sealedFor, unsealed } from './rsa-blocks.ts'
import type { CreateSimulator, Misbehaviour, SimulatorDeps } from './simulator.ts'
import { recordOf } from './yrd-hub-record.ts'

// D1, the provincial hub in front of a centre. The path, the codes, the texts and the layout of the answer are assumed; see
// src/dialects/yrd-hub/README.md.

const refusals = {
  undecryptable: ['0', '报文解密失败'],
  unreadable: ['101', '接口参数异常'],
  unknownService: ['0', '该机构未开通此服务'],
  nobody: ['0', '未查询到该职工缴存信息'],
  closed: ['0', '销户状态不能打印'],
} as const

type Answer = { data: Record<string, unknown> } | { refused: keyof typeof refusals }

interface Query {
  cxlx: string
  ywbh: string
  zjhm: string
  dkdzxmc: string
}

/** What a certificate is as a file, as far as a sandbox needs one. */
const file = Buffer.from('%PDF-1.4\n%%EOF\n').toString('base64')

/**
 * The provincial hub, in front of one centre. Settings: jgh, by which it knows the caller, callerPublicKey and
 * hubPrivateKey, both PEM. Encryption proves nobody's identity: an answer can only be read by whom the number belongs to.
 */
export const createYrdHub: CreateSimulator = (deps) =>
  createHttpSimulator((request, mood) => {
    const form = new URLSearchParams(request.body.toString())
    if (form.get('jgh') !== deps.settings['jgh']) return inClear
    return written(answerTo(request, form.get('para') ?? '', deps, mood), deps.settings, mood)
  }, deps.misbehaviour)

/** There is no key for an institution that the hub does not know. */
const inClear: HttpAnswer = {
  type: 'text/plain;charset=UTF-8',
  body: Buffer.from(JSON.stringify({ code: '101', msg: '机构号未登记', data: null })),
}

function answerTo(
  { method, path }: HttpRequest,
  para: string,
  { held, settings, clock }: SimulatorDeps,
  mood: Misbehaviour,
): Answer {
  if (method !== 'POST' || path !== '/csj/YD02-2') return { refused: 'unknownService' }
  const asked = jsonOf(unsealed(settings['hubPrivateKey'] ?? '', para))
  if (!asked) return { refused: 'undecryptable' }
  const query = queryOf(asked)
  if (!query) return { refused: 'unreadable' }
  const account = accountInUse(held.byNumber(query.zjhm))
  if (!account) return { refused: 'nobody' }
  if (account.closed) return { refused: 'closed' }
  const record = recordOf(account, clock(), mood === 'inverted-code')
  const { ywbh, dkdzxmc, cxlx } = query
  if (cxlx === '2') return { data: { ywbh, zmwj: file } }
  return { data: { ywbh, ...record, dkdzxmc, ...(cxlx === '0' && { zmwj: file }) } }
}

function written(answer: Answer, settings: SimulatorDeps['settings'], mood: Misbehaviour): HttpAnswer {
  const [code, msg] = 'refused' in answer ? refusals[answer.refused] : ['200', '成功']
  const data = 'data' in answer ? answer.data : null
  const text = iconv.encode(JSON.stringify({ code, msg, data }), mood === 'wrong-charset' ? 'gbk' : 'utf-8')
  return {
    type: 'text/plain;charset=UTF-8',
    body: Buffer.from(sealedFor(settings['callerPublicKey'] ?? '', text)),
  }
}

/** Undefined for garbage, which is what a message for another key decrypts to. */
function jsonOf(bytes: Buffer | undefined): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(bytes?.toString() ?? '')
    return typeof value === 'object' && value !== null ? { ...value } : undefined
  } catch {
    return undefined
  }
}

/** Undefined where something is missing or of a wrong form. Without cxlx, information and file are meant. */
function queryOf(asked: Record<string, unknown>): Query | undefined {
  const { cxlx = '0', ywbh, zjlx, zjhm, xingMing, jcdzxdm, dkdzxmc } = asked
  if (zjlx !== '111' && zjlx !== '001') return undefined
  if (cxlx !== '0' && cxlx !== '1' && cxlx !== '2') return undefined
  if (typeof zjhm !== 'string' || typeof xingMing !== 'string' || xingMing === '') return undefined
  if (typeof jcdzxdm !== 'string' || !/^\d{15}$/.test(jcdzxdm)) return undefined
  return typeof ywbh === 'string' && typeof dkdzxmc === 'string' ? { cxlx, ywbh, zjhm, dkdzxmc } : undefined
}
