import type { Contracts } from '../contracts/contracts.ts'
import { readStrictJson } from '../domain/strict-json.ts'
import { payloadOf } from '../evidence/signed-message.ts'
import { misused } from './command.ts'
import { readBytes, tokenIn } from './files.ts'

/**
 * The deposit certificate (JWS) in a file: by itself, or in the answer of an evidence bundle. Nothing is verified here.
 * Fails with FILE_UNUSABLE, with USAGE_INVALID for a bundle without certificate, and with EVIDENCE_INVALID for an answer that is none.
 */
export function certificateIn(file: string, contracts: Contracts): Buffer {
  const bytes = readBytes(file)
  if (bytes[0] !== '{'.charCodeAt(0)) return tokenIn(bytes)
  const json = readStrictJson(bytes)
  const bundle = json.ok ? contracts.check('evidence', json.value) : undefined
  if (!bundle?.ok) throw misused('<certificate>', 'neither a certificate nor an evidence bundle')
  const [, payload = ''] = bundle.value.answer.split('.')
  const { body } = payloadOf(Buffer.from(payload, 'base64url'), 'answer-envelope', contracts)
  const certificate = body?.['certificate']
  if (typeof certificate === 'string') return Buffer.from(certificate, 'latin1')
  throw misused('<certificate>', 'the answer in this evidence bundle holds no certificate')
}
