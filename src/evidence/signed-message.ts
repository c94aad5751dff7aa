import type { ContractName, ContractOf, Contracts } from '../contracts/contracts.ts'
import { readStrictJson } from '../domain/strict-json.ts'
import { GatewayError } from '../errors.ts'
import type { DirectoryView, KnownCertificate, KnownMember } from '../speaker/ports.ts'
import { assertNotRetired } from '../speaker/speaker.ts'
import type { Findings, Part } from './findings.ts'
import { invalid } from './findings.ts'
import type { EvidenceTrust, ReferenceToken, Signed } from './ports.ts'

/** One signed message of the evidence, and what a part of its kind has to be. */
export interface MessageRule<Name extends ContractName> {
  part: Part
  types: readonly string[]
  contract: Name
  /** In whose name it speaks. */
  speaker(payload: ContractOf<Name>): Speaker
  /** When it says to have been signed, epoch milliseconds. */
  at(payload: ContractOf<Name>): number
}

export interface JudgedMessage<Name extends ContractName> {
  token: ReferenceToken | undefined
  payload: ContractOf<Name> | undefined
  /** Where the signature holds. */
  signed: Signed | undefined
}

/** The member in whose name a message is, and who relays and signs it, where that is another. */
export interface Speaker {
  issuer: string
  relayedBy?: string | undefined
}

/** A signing certificate, and the member that the directory lists it for. */
interface Signer {
  member: KnownMember
  certificate: KnownCertificate
}

/** Form, content, signer, path at the time of signing, signature. Without a directory nobody can be known. */
export async function judgeMessage<Name extends ContractName>(
  bytes: Buffer,
  rule: MessageRule<Name>,
  directory: DirectoryView | undefined,
  trust: EvidenceTrust,
  findings: Findings,
): Promise<JudgedMessage<Name>> {
  const at = { part: rule.part }
  const token = await findings.judge(at, 'form', () => typed(trust.open(bytes), rule.types))
  if (!token) {
    findings.skip(
      at,
      ['content', 'listed', 'trusted', 'signature'],
      '签名报文无法读取 the token cannot be read',
    )
    return { token, payload: undefined, signed: undefined }
  }
  const payload = await findings.judge(at, 'content', () =>
    payloadOf(token.payload, rule.contract, trust.contracts),
  )
  if (!directory) {
    findings.skip(at, ['listed', 'trusted', 'signature'], '没有可依据的目录 there is no directory to rely on')
    return { token, payload, signed: undefined }
  }
  const speaker = payload && rule.speaker(payload)
  const known = await findings.judge(at, 'listed', () =>
    listedSigner(token, speaker && (speaker.relayedBy ?? speaker.issuer), directory),
  )
  if (speaker?.relayedBy !== undefined) {
    await findings.judge(at, 'represented', () => assertRepresented(speaker, directory))
  }
  const time = payload && rule.at(payload)
  const signed = await judgeSigner(token, known, time, rule.part, directory, findings)
  return { token, payload, signed }
}

/** The header `typ` is one of those that belong here. Fails with TYPE_REFUSED. */
export function typed(token: ReferenceToken, types: readonly string[]): ReferenceToken {
  if (types.includes(token.type)) return token
  throw new GatewayError('TYPE_REFUSED', { where: 'typ', detail: `应为 expected ${types.join(' or ')}` })
}

/** Strict JSON that fits its schema. Fails with EVIDENCE_INVALID; `where` is a JSON pointer. */
export function payloadOf<Name extends ContractName>(
  bytes: Buffer,
  name: Name,
  contracts: Contracts,
): ContractOf<Name> {
  const json = readStrictJson(bytes)
  if (!json.ok) throw invalid('/', json.fault)
  const checked = contracts.check(name, json.value)
  if (!checked.ok) throw invalid(checked.where, checked.detail)
  return checked.value
}

function listedSigner(token: ReferenceToken, named: string | undefined, directory: DirectoryView): Signer {
  const known = directory.signing(token.thumbprint)
  if (!known) {
    const detail = `目录未登记 not listed: ${token.thumbprint}`
    throw new GatewayError('CERTIFICATE_UNKNOWN', { where: 'x5t#S256', detail })
  }
  if (named !== undefined && known.member.code !== named) {
    throw new GatewayError('ISSUER_MISMATCH', {
      where: '/iss',
      detail: `签名成员不符 signed by ${known.member.code}, not by ${named}`,
    })
  }
  return known
}

function assertRepresented({ issuer, relayedBy }: Speaker, { members }: DirectoryView): void {
  const { representedBy } = members.get(issuer) ?? {}
  if (representedBy === relayedBy) return
  throw new GatewayError('ISSUER_MISMATCH', {
    where: '/relayedBy',
    detail: `目录登记的代理方不符 the directory has ${issuer} represented by ${representedBy ?? 'nobody'}, not by ${relayedBy}`,
  })
}

async function judgeSigner(
  token: ReferenceToken,
  known: Signer | undefined,
  at: number | undefined,
  part: Part,
  directory: DirectoryView,
  findings: Findings,
): Promise<Signed | undefined> {
  if (!known) {
    findings.skip({ part }, ['trusted', 'signature'], '签名方不明 the signer is not known')
    return undefined
  }
  const { certificate, member } = known
  if (at === undefined)
    findings.skip({ part }, ['trusted'], '签名时间无法读取 the time of signing cannot be read')
  else {
    await findings.judge({ part }, 'trusted', () => {
      certificate.assertTrusted(at)
      assertNotRetired(certificate.thumbprint, directory, at)
    })
  }
  const holds = await findings.judge({ part }, 'signature', async () => {
    await token.verify(certificate.key)
    return true
  })
  if (holds !== true || at === undefined) return undefined
  const { subject, thumbprint } = certificate
  return { part, subject, thumbprint, member: member.code, name: member.name, at }
}
