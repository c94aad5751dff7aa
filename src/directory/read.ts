import type { Contracts } from '../contracts/contracts.ts'
import type { Agreement, Directory, Member } from '../contracts/generated/types.ts'
import { messageType } from '../domain/message-type.ts'
import { readStrictJson } from '../domain/strict-json.ts'
import { GatewayError } from '../errors.ts'
import type { DirectoryView, KnownCertificate, KnownMember, Tokens } from '../speaker/ports.ts'
import { assertType } from '../speaker/speaker.ts'

export interface DirectoryTrust {
  tokens: Tokens
  contracts: Contracts
  /** SHA-256 thumbprints, base64url, of the certificates that may sign a directory. */
  operators: ReadonlySet<string>
  /** Reads a certificate and its intermediates, DER, leaf first. Fails with CERTIFICATE_UNTRUSTED. */
  certificate(chain: readonly Buffer[]): KnownCertificate
}

/**
 * Reads a signed directory: an operator's signature under a trusted certificate, the schema, and no member, certificate or
 * agreement twice. `now` in epoch milliseconds. Fails with DIRECTORY_INVALID; `where` names the part.
 */
export function readDirectory(bytes: Buffer, trust: DirectoryTrust, now: number): DirectoryView {
  try {
    verifyOperator(bytes, trust, now)
  } catch (cause) {
    const error = cause instanceof GatewayError ? cause : undefined
    throw new GatewayError('DIRECTORY_INVALID', { where: 'signature', detail: error?.message ?? '', cause })
  }
  const token = bytes.toString('latin1')
  return indexed(payloadOf(token, trust.contracts), token, trust)
}

function verifyOperator(bytes: Buffer, trust: DirectoryTrust, now: number): void {
  const token = trust.tokens.open(bytes)
  assertType(token, [messageType.directory])
  if (!trust.operators.has(token.thumbprint)) {
    throw new GatewayError('CERTIFICATE_UNKNOWN', { where: `operator ${token.thumbprint}` })
  }
  const operator = trust.certificate(token.chain)
  operator.assertTrusted(now)
  token.verify(operator.key)
}

function payloadOf(token: string, contracts: Contracts): Directory {
  const json = readStrictJson(Buffer.from(token.split('.')[1] ?? '', 'base64url'))
  if (!json.ok) throw new GatewayError('DIRECTORY_INVALID', { where: 'payload', detail: json.fault })
  const checked = contracts.check('directory', json.value)
  if (!checked.ok) throw new GatewayError('DIRECTORY_INVALID', checked)
  return checked.value
}

function indexed(directory: Directory, token: string, trust: DirectoryTrust): DirectoryView {
  const members = new Map<string, KnownMember>()
  const signing = new Map<string, { member: KnownMember; certificate: KnownCertificate }>()
  const channels = new Map<string, KnownMember>()
  for (const listed of directory.members) {
    const member = memberOf(listed)
    once(members, listed.code, member, `member ${listed.code}`)
    for (const { use, chain } of listed.certificates) {
      const certificate = trust.certificate(chain.map((der) => Buffer.from(der, 'base64')))
      const where = `certificate ${certificate.thumbprint} of ${listed.code}`
      if (use === 'sign') once(signing, certificate.thumbprint, { member, certificate }, where)
      else once(channels, certificate.thumbprint, member, where)
    }
  }
  const agreements = byConsumer(directory.agreements)
  return {
    version: directory.version,
    expires: directory.expires,
    token,
    members,
    signing: (thumbprint) => signing.get(thumbprint),
    channel: (thumbprint) => channels.get(thumbprint),
    agreementsOf: (consumer) => agreements.get(consumer) ?? [],
  }
}

function memberOf({ code, name, kind, endpoints, services }: Member): KnownMember {
  return { code, name, kind, endpoints, services: new Set(services) }
}

function byConsumer(agreements: readonly Agreement[]): Map<string, Agreement[]> {
  const index = new Map<string, Agreement[]>()
  const ids = new Map<string, true>()
  for (const agreement of agreements) {
    once(ids, agreement.id, true, `agreement ${agreement.id}`)
    for (const consumer of agreement.consumers) {
      index.set(consumer, [...(index.get(consumer) ?? []), agreement])
    }
  }
  return index
}

function once<T>(map: Map<string, T>, key: string, value: T, where: string): void {
  if (map.has(key)) throw new GatewayError('DIRECTORY_INVALID', { where, detail: 'listed twice' })
  map.set(key, value)
}
