import { createDecipheriv, createHash, verify } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import type { SimulatorDeps } from './simulator.ts'

type Settings = SimulatorDeps['settings']

/** Transaction of the certificate for loans elsewhere (异地证明). */
const transaction = '5498'

/** What is asked, once it is known who asks. */
export interface YbmapQuery {
  certinum: string
  projectname: string
}

/** Why a request is not looked at further. */
export type YbmapObjection = 'unreadable' | 'unsigned' | 'unknownApplication' | 'unknownTransaction'

/** The query of a form that is signed by the caller's key and shows its application; else what is wrong with it. */
export function readYbmapRequest(
  headers: IncomingHttpHeaders,
  body: Buffer,
  settings: Settings,
): YbmapQuery | YbmapObjection {
  const form = new URLSearchParams(body.toString())
  if (!isSigned(form, headers, settings)) return 'unsigned'
  const query = queryOf(form.get('ybmapMessage') ?? '')
  if (!query) return 'unreadable'
  if (!isKnown(form, query, settings)) return 'unknownApplication'
  return form.get('buzType') === transaction ? query : 'unknownTransaction'
}

/** SHA1withRSA over the hex MD5 of the form before its encoding: header headpara names its fields, and must name all. */
function isSigned(
  form: URLSearchParams,
  { headpara, headparamd5 }: IncomingHttpHeaders,
  settings: Settings,
): boolean {
  const fields = [...form]
  if (fields.map(([name]) => name).join() !== headpara || typeof headparamd5 !== 'string') return false
  const text = fields.map(([name, value]) => `${name}=${value}`).join('&')
  const digest = createHash('md5').update(text).digest('hex')
  const signature = Buffer.from(headparamd5, 'base64')
  return verify('sha1', Buffer.from(digest), settings['callerPublicKey'] ?? '', signature)
}

/** Who logged in (userId) asks about nobody else. */
function isKnown(form: URLSearchParams, { certinum }: YbmapQuery, settings: Settings): boolean {
  const { centreId, branchId, channel, clientIp, appid, appkey, appToken, aesKey = '' } = settings
  const plain = { centerId: centreId, brcCode: branchId, channel }
  const encrypted = { userId: certinum, userIdType: '10', appid, appkey, appToken, clientIp }
  return (
    Object.entries(plain).every(([name, value]) => form.get(name) === value) &&
    Object.entries(encrypted).every(([name, value]) => decrypted(form.get(name) ?? '', aesKey) === value)
  )
}

/** Undefined where it was not encrypted by this key. */
function decrypted(base64: string, key: string): string | undefined {
  try {
    const decipher = createDecipheriv(`aes-${key.length * 8}-ecb`, key, null)
    return decipher.update(base64, 'base64', 'utf8') + decipher.final('utf8')
  } catch {
    return undefined
  }
}

/** Undefined where the message is no query. */
function queryOf(message: string): YbmapQuery | undefined {
  try {
    const { certinum, projectname }: Record<string, unknown> = JSON.parse(message)
    return typeof certinum === 'string' && typeof projectname === 'string'
      ? { certinum, projectname }
      : undefined
  } catch {
    return undefined
  }
}
