import iconv from 'iconv-lite'
import { chinaTime } from './china-time.ts'
import { accountInUse } from './held-facts.ts'
import { readFrame, writeFrame, type Frame } from './settlement-frame.ts'
import { readMessage, writeMessage, type Fields, type Message } from './settlement-message.ts'
import { recordOf } from './settlement-record.ts'
import {
  createSessions,
  openMessage,
  sealMessage,
  sessionSeconds,
  unwrap,
  wrap,
  type Session,
  type Sessions,
} from './settlement-sessions.ts'
import type { CreateSimulator, Misbehaviour, SimulatorDeps } from './simulator.ts'
import { createTcpSimulator } from './tcp-simulator.ts'

// D7, the national settlement application as transfers between centres use it. Everything about signing in, the
// encryption and the numbers of refusals is assumed; see src/dialects/settlement/README.md.

/** Header of a message that belongs to no session yet. */
const noSession = '0'.repeat(16)
/** How far the clock of a node may be off. */
const clockToleranceMs = 300_000

const refusals = {
  unreadable: ['90002', '报文格式错误'],
  unknownNode: ['10001', '节点未登记或校验失败'],
  unknownTransaction: ['90003', '交易码不存在'],
  nobody: ['20001', '未查到该职工账户'],
  closed: ['20002', '该职工账户已销户'],
  fault: ['99999', '系统异常'],
} as const

type Answer = { fields: Fields } | { refused: keyof typeof refusals }

/** A centre behind the settlement platform. Settings: node, nodeKey (16 characters). */
export const createSettlement: CreateSimulator = (deps) => {
  const sessions = createSessions(deps.clock)
  return createTcpSimulator(
    {
      request: (received) => (readFrame(received) ? received : undefined),
      answer(request, mood) {
        const frame = readFrame(request)
        if (!frame) return undefined
        return frame.header === noSession
          ? answerInClear(frame, mood, deps, sessions)
          : answerSealed(frame, mood, deps, sessions)
      },
    },
    deps.misbehaviour,
  )
}

function answerInClear(frame: Frame, mood: Misbehaviour, deps: SimulatorDeps, sessions: Sessions): Buffer {
  const request = readMessage(iconv.decode(frame.body, 'gbk'))
  const body = encode(answerOf(request, signIn(request, mood, deps, sessions), deps), mood)
  return writeFrame({ header: noSession, body })
}

/** A message of no session, or one that its key does not open, gets no answer. */
function answerSealed(
  frame: Frame,
  mood: Misbehaviour,
  deps: SimulatorDeps,
  sessions: Sessions,
): Buffer | undefined {
  const session = sessions.find(frame.header)
  const plain = session && openMessage(frame.body, session.key)
  if (!session || !plain) return undefined
  const request = readMessage(iconv.decode(plain, 'gbk'))
  const body = encode(answerOf(request, lookUp(request, mood, deps), deps), mood)
  return writeFrame({ header: session.id, body: sealMessage(body, session.key) })
}

function signIn(
  request: Message | undefined,
  mood: Misbehaviour,
  { settings, clock }: SimulatorDeps,
  sessions: Sessions,
): Answer {
  const { node = '', nodeKey = '' } = settings
  if (mood === 'wrong-status') return { refused: 'fault' }
  if (!request) return { refused: 'unreadable' }
  if (request.head.TxCode !== 'SIGNIN') return { refused: 'unknownTransaction' }
  const check = unwrap(request.body.NodeCheck ?? '', nodeKey)
  const at = check && timeOf(check.slice(node.length))
  if (request.head.SendNode !== node || !check?.startsWith(node) || !at) return { refused: 'unknownNode' }
  if (Math.abs(at - clock()) > clockToleranceMs) return { refused: 'unknownNode' }
  return { fields: sessionFields(sessions.open(), nodeKey) }
}

function sessionFields({ id, key }: Session, nodeKey: string): Fields {
  return { SessionId: id, SessionKey: wrap(key, nodeKey), ValidSeconds: String(sessionSeconds) }
}

function lookUp(request: Message | undefined, mood: Misbehaviour, { held, clock }: SimulatorDeps): Answer {
  if (mood === 'wrong-status') return { refused: 'fault' }
  if (!request) return { refused: 'unreadable' }
  if (request.head.TxCode !== 'BDC905') return { refused: 'unknownTransaction' }
  const account = accountInUse(held.byNumber(request.body.IdNum ?? ''))
  if (!account) return { refused: 'nobody' }
  if (account.closed) return { refused: 'closed' }
  return { fields: recordOf(account, clock(), mood === 'inverted-code') }
}

function answerOf(request: Message | undefined, answer: Answer, { clock }: SimulatorDeps): Message {
  const [code, text] = 'refused' in answer ? refusals[answer.refused] : ['00000', '处理成功']
  const { TxCode = '', SendNode = '', SendSeqNo = '' } = request?.head ?? {}
  const head = {
    TxCode,
    RecvNode: SendNode,
    SendSeqNo,
    TxDate: chinaTime(clock(), 'yyyyMMdd'),
    TxTime: chinaTime(clock(), 'HHmmss'),
    TxStatus: code === '00000' ? '0' : '1',
    RtnCode: code,
    RtnMessage: text,
  }
  return { head, body: 'fields' in answer ? answer.fields : {} }
}

function encode(message: Message, mood: Misbehaviour): Buffer {
  return iconv.encode(writeMessage(message), mood === 'wrong-charset' ? 'utf-8' : 'gbk')
}

/** Epoch milliseconds of yyyyMMddHHmmss in China; undefined for anything else. */
function timeOf(text: string): number | undefined {
  const digits = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(text)
  if (!digits) return undefined
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = digits.slice(1).map(Number)
  return Date.UTC(year, month - 1, day, hour - 8, minute, second)
}
