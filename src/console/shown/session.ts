import type { ConsoleRole } from '../person.ts'
import type { ConsoleRight } from '../rights.ts'

/** GET /console/v1/session: who is signed in. Instants are RFC 3339 with the offset of China. */
export interface ShownSession {
  person: { name: string; staff: string; branch: { code: string; name: string }; roles: ConsoleRole[] }
  rights: ConsoleRight[]
  /** For the header x-csrf-token of everything but GET. */
  csrf: string
  member: { code: string; name: string }
  /** 测试环境·虚构数据 */
  sandbox: boolean
  /** After how many seconds without a hand on it the screen locks. */
  idleSeconds: number
  /** When it ends in any case. */
  ends: string
  /** Whom to call when the system fails. */
  contact: string
}
