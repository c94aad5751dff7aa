import { messageType } from '../domain/message-type.ts'
import { GatewayError } from '../errors.ts'
import type { KnownCertificate, OpenedToken, Tokens } from '../speaker/ports.ts'
import { assertType } from '../speaker/speaker.ts'

export interface OperatorTrust {
  tokens: Tokens
  /** SHA-256 thumbprints, base64url, of the certificates that may sign a directory. */
  operators: ReadonlySet<string>
  /** How many different operators must have signed. */
  operatorsRequired: number
  /** Reads a certificate and its intermediates, DER, leaf first. Fails with CERTIFICATE_UNTRUSTED. */
  certificate(chain: readonly Buffer[]): KnownCertificate
}

const maxApprovals = 8

/** The lines of a directory file, each one operator's signature over the same payload. */
export function approvalsIn(bytes: Buffer): Buffer[] {
  return bytes
    .toString('latin1')
    .split('\n')
    .map((line) => Buffer.from(line, 'latin1'))
}

/**
 * Byte for byte the same payload in every line, signed by as many different operators as the policy asks for. A line of somebody
 * unknown does not count; one of a known operator has to hold. `now` in epoch milliseconds. Fails with DIRECTORY_INVALID.
 */
export function verifyApprovals(bytes: Buffer, trust: OperatorTrust, now: number): void {
  try {
    const signers = signersOf(opened(bytes, trust.tokens), trust, now)
    if (signers.length < trust.operatorsRequired) throw missing(signers.length, trust)
  } catch (thrown) {
    if (!(thrown instanceof GatewayError) || thrown.code === 'DIRECTORY_INVALID') throw thrown
    throw new GatewayError('DIRECTORY_INVALID', {
      where: 'signature',
      detail: `签名不成立 a signature does not hold: ${thrown.message}`,
      cause: thrown,
    })
  }
}

function opened(bytes: Buffer, tokens: Tokens): OpenedToken[] {
  const lines = approvalsIn(bytes)
  if (lines.length > maxApprovals) {
    throw new GatewayError('DIRECTORY_INVALID', {
      where: 'signature',
      detail: `签名行过多 more than ${maxApprovals} lines`,
    })
  }
  const found = lines.map((line) => tokens.open(line))
  for (const [index, token] of found.entries()) {
    assertType(token, [messageType.directory])
    if (!found[0]?.payload.equals(token.payload)) {
      throw new GatewayError('DIRECTORY_INVALID', {
        where: `line ${index + 1}`,
        detail: '载荷与第 1 行并非逐字节相同 its payload is not byte for byte that of line 1',
      })
    }
  }
  return found
}

function signersOf(tokens: readonly OpenedToken[], trust: OperatorTrust, now: number): KnownCertificate[] {
  const signers: KnownCertificate[] = []
  for (const token of tokens) {
    if (!trust.operators.has(token.thumbprint)) continue
    const operator = trust.certificate(token.chain)
    operator.assertTrusted(now)
    token.verify(operator.key)
    if (!signers.some((other) => same(other, operator))) signers.push(operator)
  }
  return signers
}

/** Two certificates of one operator, as during a rotation, are still one operator. */
function same(a: KnownCertificate, b: KnownCertificate): boolean {
  return a.subject === b.subject || a.key.equals(b.key)
}

function missing(count: number, { operatorsRequired }: OperatorTrust): GatewayError {
  return new GatewayError('DIRECTORY_INVALID', {
    where: 'signature',
    detail: `签名的运营方数量不足 signed by ${count} of ${operatorsRequired} operators of ours that are required, ${operatorsRequired - count} missing`,
  })
}
