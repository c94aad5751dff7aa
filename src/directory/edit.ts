import { chinaDateTime } from '../clock.ts'
import type { Agreement, Directory, Member, MemberCertificate } from '../contracts/generated/types.ts'
import { digestOf } from '../domain/digest.ts'
import { GatewayError } from '../errors.ts'

// What the operator of a federation does to a directory, before it is signed. Pure: each gives a new one.

/** The next version, issued at `now` (epoch milliseconds); it holds as long as the one before unless `days` says otherwise. */
export function nextVersion(directory: Directory, now: number, days?: number): Directory {
  const life = days === undefined ? directory.expires - directory.issuedAt : days * 86_400
  const issuedAt = Math.floor(now / 1000)
  return { ...directory, version: directory.version + 1, issuedAt, expires: issuedAt + life }
}

/** Fails with DIRECTORY_DRAFT_INVALID where the code is listed already. */
export function withMember(directory: Directory, member: Member): Directory {
  if (directory.members.some(({ code }) => code === member.code)) {
    throw refused(
      `member ${member.code}`,
      '已经登记，证书请以 --code 添加 is listed already; certificates are added to it with --code',
    )
  }
  return { ...directory, members: [...directory.members, member] }
}

/** Fails with DIRECTORY_DRAFT_INVALID where there is no such member; certificates of a represented one, the draft's reader refuses. */
export function withCertificates(
  directory: Directory,
  code: string,
  certificates: readonly MemberCertificate[],
): Directory {
  return changed(directory, code, (member) => ({
    ...member,
    certificates: [...member.certificates, ...certificates],
  }))
}

/**
 * Takes a member out of the list, the groups and the agreements; an agreement that then has nobody on one side goes too.
 * Fails with DIRECTORY_DRAFT_INVALID where it represents others.
 */
export function withoutMember(directory: Directory, code: string): Directory {
  const { groups } = changed(directory, code, (member) => member)
  const represented = directory.members.filter(({ representedBy }) => representedBy === code)
  if (represented.length > 0) {
    const codes = represented.map((member) => member.code).join(', ')
    throw refused(
      `member ${code}`,
      `须先为其所代理的中心另定代理方 represents ${codes}; give these another representative first`,
    )
  }
  const others = (codes: readonly string[]) => codes.filter((each) => each !== code)
  const left =
    groups && Object.fromEntries(Object.entries(groups).map(([name, codes]) => [name, others(codes)]))
  return {
    ...directory,
    members: directory.members.filter((member) => member.code !== code),
    ...(left && { groups: left }),
    agreements: directory.agreements
      .map((agreement) => ({
        ...agreement,
        consumers: others(agreement.consumers),
        providers: others(agreement.providers),
      }))
      .filter(hasBothSides),
  }
}

/**
 * Retires a certificate from an instant on (epoch milliseconds). It stays listed, so that whoever still uses it is told.
 * Fails with DIRECTORY_DRAFT_INVALID where nobody has it, or where its member would have none left for the same use.
 */
export function withRetired(directory: Directory, thumbprint: string, from: number): Directory {
  const owner = directory.members.find(({ certificates }) => certificates.some(isThis))
  const found = owner?.certificates.find(isThis)
  if (!owner || !found) throw refused(`certificate ${thumbprint}`, '没有成员持有该证书 no member has it')
  const others = owner.certificates.filter((each) => each !== found && each.use === found.use)
  if (!others.some(({ retired }) => retired === undefined || Date.parse(retired) > from)) {
    throw refused(
      `certificate ${thumbprint}`,
      `是该成员此用途的最后一张证书，请先添加新证书或移除该成员 is the last ${found.use} certificate of ${owner.code}; add its successor first, or retire the member`,
    )
  }
  const retired = chinaDateTime(from)
  return changed(directory, owner.code, (member) => ({
    ...member,
    certificates: member.certificates.map((each) => (each === found ? { ...each, retired } : each)),
  }))

  function isThis({ chain: [leaf = ''] }: MemberCertificate): boolean {
    return digestOf(Buffer.from(leaf, 'base64')) === thumbprint
  }
}

function changed(directory: Directory, code: string, change: (member: Member) => Member): Directory {
  if (!directory.members.some((member) => member.code === code)) {
    throw refused(`member ${code}`, '目录中没有该成员 is not in the directory')
  }
  return {
    ...directory,
    members: directory.members.map((member) => (member.code === code ? change(member) : member)),
  }
}

function hasBothSides({ consumers, providers }: Agreement): boolean {
  return consumers.length > 0 && providers.length > 0
}

function refused(where: string, detail: string): GatewayError {
  return new GatewayError('DIRECTORY_DRAFT_INVALID', { where, detail })
}
