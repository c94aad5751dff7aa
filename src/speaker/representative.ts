import type { DirectoryView, KnownMember } from './ports.ts'

/**
 * Who speaks for a member: the hub that represents it, or the member itself. Its endpoints are the ones to post to, its
 * certificates the ones to believe. The directory has been read, so the hub is there.
 */
export function speakerOf(member: KnownMember, directory: Pick<DirectoryView, 'members'>): KnownMember {
  const { representedBy } = member
  return (representedBy === undefined ? undefined : directory.members.get(representedBy)) ?? member
}

/** The representative as results and certificates name it; undefined for a member that speaks for itself. */
export function relayOf(
  member: KnownMember,
  directory: Pick<DirectoryView, 'members'>,
): { code: string; name: string } | undefined {
  const { code, name } = speakerOf(member, directory)
  return code === member.code ? undefined : { code, name }
}
