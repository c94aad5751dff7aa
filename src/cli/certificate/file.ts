import type { Contracts } from '../../contracts/contracts.ts'
import { readStrictJson } from '../../domain/strict-json.ts'
import { issuedToken } from '../../evidence/issued-token.ts'
import { misused } from '../command.ts'
import { readBytes, tokenIn } from '../files.ts'

/**
 * The deposit certificate (JWS) in a file: by itself, or in the answer of an evidence bundle. Nothing is verified here.
 * Fails with FILE_UNUSABLE, with USAGE_INVALID for a bundle without certificate, and with EVIDENCE_INVALID for an answer that is none.
 */
export function certificateIn(file: string, contracts: Contracts): Buffer {
  const bytes = readBytes(file)
  if (bytes[0] !== '{'.charCodeAt(0)) return tokenIn(bytes)
  const json = readStrictJson(bytes)
  const bundle = json.ok ? contracts.check('evidence', json.value) : undefined
  if (!bundle?.ok)
    throw misused('<certificate>', '既非证明也非证据包 neither a certificate nor an evidence bundle')
  const certificate = issuedToken(bundle.value.answer, contracts)
  if (certificate) return certificate
  throw misused(
    '<certificate>',
    '该证据包的应答中没有证明 the answer in this evidence bundle holds no certificate',
  )
}
