import { readYamlFile } from '../../config/yaml-file.ts'
import type { Contracts } from '../../contracts/contracts.ts'
import type { Directory, Member } from '../../contracts/generated/types.ts'
import { representationFault } from '../../directory/representation.ts'
import { readStrictJson } from '../../domain/strict-json.ts'
import { GatewayError } from '../../errors.ts'
import { readCertificate } from '../../trust/certificate.ts'
import { readBytes } from '../files.ts'

/**
 * Reads a directory that is to be signed and checks what no schema can: times, members that agreements name, certificates.
 * `now` in epoch milliseconds. Fails with DIRECTORY_DRAFT_INVALID at file:line.
 */
export function readDraft(path: string, contracts: Contracts, now: number): Directory {
  const json = readStrictJson(readBytes(path), 16)
  if (!json.ok) throw new GatewayError('DIRECTORY_DRAFT_INVALID', { where: path, detail: json.fault })
  const { place } = readYamlFile(path)
  const refuse: Refuse = (pointer, detail) => {
    throw new GatewayError('DIRECTORY_DRAFT_INVALID', {
      where: place(pointer),
      detail: `${pointer} ${detail}`,
    })
  }
  const checked = contracts.check('directory', json.value)
  if (!checked.ok) {
    const { where, detail, unknownMember } = checked
    return refuse(where, unknownMember === undefined ? detail : `${detail}: ${unknownMember}`)
  }
  const draft = checked.value
  assertTimes(draft, now, refuse)
  assertOnce(draft, refuse)
  assertRepresentation(draft, refuse)
  for (const [i, member] of draft.members.entries()) assertCertificates(member, `/members/${i}`, now, refuse)
  assertAgreements(draft, refuse)
  return draft
}

type Refuse = (pointer: string, detail: string) => never

function assertTimes({ issuedAt, expires }: Directory, now: number, refuse: Refuse): void {
  if (expires * 1000 <= now) refuse('/expires', '已过期 is over already')
  if (issuedAt >= expires) refuse('/issuedAt', '不早于到期时间 is not before expires')
  // Evidence is judged at this time, so it may not lie ahead.
  if (issuedAt * 1000 > now + 60_000) refuse('/issuedAt', '在将来 lies in the future')
}

/** The reader refuses these too; here each gets its line. */
function assertOnce({ members, agreements }: Directory, refuse: Refuse): void {
  const seen = new Set<string>()
  const once = (key: string, pointer: string, what: string) => {
    if (seen.has(key)) refuse(pointer, `重复登记 ${what} is listed twice`)
    seen.add(key)
  }
  for (const [i, { code, certificates }] of members.entries()) {
    once(`member ${code}`, `/members/${i}/code`, `member ${code}`)
    for (const [j, { use, chain }] of certificates.entries()) {
      once(`${use} ${chain[0]}`, `/members/${i}/certificates/${j}`, `this ${use} certificate`)
    }
  }
  for (const [i, { id }] of agreements.entries())
    once(`agreement ${id}`, `/agreements/${i}/id`, `agreement ${id}`)
}

function assertRepresentation({ members }: Directory, refuse: Refuse): void {
  const fault = representationFault(members)
  if (fault) refuse(`/members/${fault.index}/representedBy`, fault.detail)
}

function assertCertificates({ certificates }: Member, at: string, now: number, refuse: Refuse): void {
  for (const [i, { use, chain }] of certificates.entries()) {
    const pointer = `${at}/certificates/${i}`
    const [leaf] = chain.map((der, j) => {
      try {
        return readCertificate(Buffer.from(der, 'base64'))
      } catch (thrown) {
        const detail = thrown instanceof GatewayError ? thrown.detail : undefined
        return refuse(
          `${pointer}/chain/${j}`,
          `不是证书 is no certificate${detail === undefined ? '' : `: ${detail}`}`,
        )
      }
    })
    if (!leaf) continue
    if (leaf.notAfter < now) refuse(pointer, `已过期 expired: ${leaf.subject.text}`)
    if (use === 'sign' && leaf.extensions.extKeyUsage !== undefined) {
      refuse(
        `${pointer}/use`,
        `为签名用途，证书却用于通道 is sign, and the certificate is for channels: ${leaf.subject.text}`,
      )
    }
    if (use === 'tls' && leaf.extensions.subjectAltName === undefined) {
      refuse(
        `${pointer}/use`,
        `为通道用途，证书却不含主机名 is tls, and the certificate is for no host: ${leaf.subject.text}`,
      )
    }
  }
}

/** A code that nobody has would silently allow nothing. */
function assertAgreements({ members, groups = {}, agreements }: Directory, refuse: Refuse): void {
  const codes = new Set<string>(members.map(({ code }) => code))
  const parties = new Set([...codes, ...Object.keys(groups).map((name) => `group:${name}`)])
  for (const [name, listed] of Object.entries(groups)) {
    const stranger = listed.findIndex((code) => !codes.has(code))
    if (stranger >= 0) refuse(`/groups/${name}/${stranger}`, `不是成员 ${listed[stranger]} is no member`)
  }
  for (const [i, agreement] of agreements.entries()) {
    for (const side of ['consumers', 'providers'] as const) {
      const stranger = agreement[side].findIndex((party) => !parties.has(party))
      if (stranger >= 0) {
        refuse(
          `/agreements/${i}/${side}/${stranger}`,
          `既非成员也非分组 ${agreement[side][stranger]} is no member and no group`,
        )
      }
    }
    if (agreement.notBefore > agreement.notAfter)
      refuse(`/agreements/${i}/notAfter`, '早于生效日期 is before notBefore')
  }
}
