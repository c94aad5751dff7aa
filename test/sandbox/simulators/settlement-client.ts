import { createCipheriv, createDecipheriv } from 'node:crypto'
import iconv from 'iconv-lite'
import { sayOverTcp } from '../../support/over-tcp.ts'

export const node = 'C31000'
export const nodeKey = 'Test-Node-Key-01'
export const noSession = '0000000000000000'

/** A caller of the settlement platform, by hand. */
export interface SettlementSession {
  id: string
  key: string
}

export type Fields = Record<string, string>

/** A message and its answer, both in GBK; sealed where there is a session. */
export async function exchange(
  port: number,
  message: string,
  session?: SettlementSession,
): Promise<{ header: string; text: string; bytes: Buffer }> {
  const plain = iconv.encode(message, 'gbk')
  const body = session ? aes('aes-128-cbc', session.key, plain) : plain
  const bytes = await sayOverTcp(port, frame(session?.id ?? noSession, body))
  if (bytes.length < 20 || bytes.length < 20 + bytes.readUInt32BE(16)) return { header: '', text: '', bytes }
  const sealed = bytes.subarray(20)
  return {
    header: bytes.toString('latin1', 0, 16),
    text: iconv.decode(session ? open('aes-128-cbc', session.key, sealed) : sealed, 'gbk'),
    bytes: session ? open('aes-128-cbc', session.key, sealed) : sealed,
  }
}

/** The session under a key with which its own does not open what is sealed: by chance one in 256 ends as if it did. */
export function withAnotherKey(session: SettlementSession): SettlementSession {
  const keys = Array.from('abcdefghijklmnop', (letter) => letter.repeat(16))
  const strange = keys.find((key) => {
    const sealed = aes('aes-128-cbc', key, iconv.encode(query(), 'gbk'))
    return !opens(session.key, sealed)
  })
  if (strange === undefined) throw new RangeError('every key opens it')
  return { ...session, key: strange }
}

function opens(key: string, sealed: Buffer): boolean {
  try {
    return open('aes-128-cbc', key, sealed).length > 0
  } catch {
    return false
  }
}

export function message(head: Fields, body: Fields): string {
  return `<message><head>${fields(head)}</head><body>${fields(body)}</body></message>`
}

export function signInMessage(at = '20261124093000', key = nodeKey, as = node): string {
  const check = aes('aes-128-ecb', key, Buffer.from(as + at)).toString('hex')
  return message({ TxCode: 'SIGNIN', SendNode: as, SendSeqNo: '1' }, { NodeCheck: check })
}

export async function signIn(port: number): Promise<SettlementSession> {
  const { text } = await exchange(port, signInMessage())
  const wrapped = Buffer.from(field(text, 'SessionKey'), 'hex')
  return { id: field(text, 'SessionId'), key: open('aes-128-ecb', nodeKey, wrapped).toString() }
}

export function query(idNumber = '310101190001010011'): string {
  return message(
    { TxCode: 'BDC905', SendNode: node, SendSeqNo: '2' },
    { EmpName: '沈清和', DocType: '01', IdNum: idNumber },
  )
}

export function field(text: string, name: string): string {
  return new RegExp(`<field name="${name}">([^<]*)</field>`).exec(text)?.[1] ?? ''
}

function fields(all: Fields): string {
  return Object.entries(all)
    .map(([name, value]) => `<field name="${name}">${value}</field>`)
    .join('')
}

function frame(header: string, body: Buffer): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(body.length)
  return Buffer.concat([Buffer.from(header), length, body])
}

function aes(algorithm: string, key: string, plain: Buffer): Buffer {
  const cipher = createCipheriv(algorithm, key, algorithm.endsWith('cbc') ? key : null)
  return Buffer.concat([cipher.update(plain), cipher.final()])
}

function open(algorithm: string, key: string, sealed: Buffer): Buffer {
  const decipher = createDecipheriv(algorithm, key, algorithm.endsWith('cbc') ? key : null)
  return Buffer.concat([decipher.update(sealed), decipher.final()])
}
