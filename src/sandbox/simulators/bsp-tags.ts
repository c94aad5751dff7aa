import iconv from 'iconv-lite'
import { recordOf, type Tags } from './bsp-tags-record.ts'
import { chinaTime } from './china-time.ts'
import { accountInUse } from './held-facts.ts'
import type { CreateSimulator, Misbehaviour, SimulatorDeps } from './simulator.ts'
import { createTcpSimulator } from './tcp-simulator.ts'

// D4, the tag stream of Yondervision's core (BSP). The transaction number and the texts of refusals are assumed; see
// src/dialects/bsp-tags/README.md.

type Request = ReadonlyMap<string, string>

/** Transaction of the certificate for loans elsewhere (异地证明). */
const transaction = '5498'

/** One code for every fault: only the text tells them apart. */
const refusals = {
  unreadable: '报文格式错误',
  unknownChannel: '渠道未授权',
  unknownTransaction: '交易码不存在',
  nobody: '无此人缴存信息',
  closed: '销户状态不能打印',
  fault: '系统异常',
} as const

/**
 * A centre that speaks bsp-tags. Settings: channel, centreId, branchId. It writes GBK, not GB18030: a character
 * outside it becomes a question mark.
 */
export const createBspTags: CreateSimulator = (deps) =>
  createTcpSimulator(
    {
      request: (received, ended) => (ended && received.length > 0 ? received : undefined),
      answer(request, mood) {
        const text = writeTags(answerTo(iconv.decode(request, 'gbk'), mood, deps))
        return iconv.encode(text, mood === 'wrong-charset' ? 'utf-8' : 'gbk')
      },
    },
    deps.misbehaviour,
  )

function answerTo(text: string, mood: Misbehaviour, { held, settings, clock }: SimulatorDeps): Tags {
  const request = readTags(text)
  const envelope = envelopeOf(request, clock())
  if (mood === 'wrong-status') return refused('fault', envelope)
  if (!request) return refused('unreadable', envelope)
  if (!isKnown(request, settings)) return refused('unknownChannel', envelope)
  if (request.get('TranCode') !== transaction) return refused('unknownTransaction', envelope)
  const account = accountInUse(held.byNumber(request.get('CertiNum') ?? ''))
  if (!account) return refused('nobody', envelope)
  if (account.closed) return refused('closed', envelope)
  const record = recordOf(account, clock(), mood === 'inverted-code')
  return [['RspCode', '000000'], ['RspMsg', '交易成功'], ...envelope, ...record]
}

function refused(why: keyof typeof refusals, envelope: Tags): Tags {
  return [['RspCode', '999999'], ['RspMsg', refusals[why]], ...envelope]
}

/** What every answer repeats or adds, with a colon before the microseconds. */
function envelopeOf(request: Request | undefined, now: number): Tags {
  return [
    ['TranCode', request?.get('TranCode') ?? ''],
    ['TranSeq', request?.get('TranSeq') ?? ''],
    ['TranDate', chinaTime(now, 'yyyy-MM-dd')],
    ['MTimeStamp', chinaTime(now, 'yyyy-MM-dd HH:mm:ss:SSS000')],
  ]
}

/** The interface knows its callers by these numbers; it has no password. */
function isKnown(request: Request, { channel, centreId, branchId }: SimulatorDeps['settings']): boolean {
  return (
    request.get('Channel') === channel &&
    request.get('CenterId') === centreId &&
    request.get('BrchId') === branchId
  )
}

/** Undefined where the text is anything but tags. */
function readTags(text: string): Request | undefined {
  const tags = [...text.matchAll(/\s*<([A-Za-z][0-9A-Za-z_]*)>([^<]*)<\/>\s*/gy)]
  const length = tags.reduce((sum, [all]) => sum + all.length, 0)
  return length === text.length ? new Map(tags.map(([, name = '', value = '']) => [name, value])) : undefined
}

function writeTags(tags: Tags): string {
  return tags.map(([name, value]) => `<${name}>${value}</>`).join('')
}
