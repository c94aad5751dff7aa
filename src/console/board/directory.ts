import { chinaDateTime } from '../../clock.ts'
import type { Directory } from '../../contracts/generated/types.ts'
import { diffDirectories } from '../../directory/diff.ts'
import type { DirectoryArchive, DirectoryStatus } from '../../directory/ports.ts'
import { GatewayError } from '../../errors.ts'
import type { DirectoryView } from '../../speaker/ports.ts'
import type { ShownDirectory, ShownDirectoryChanges } from '../shown/board.ts'

export interface DirectoryDeps {
  /** The one in force, also where it has expired since. */
  view(): DirectoryView
  status(): DirectoryStatus
  archive: DirectoryArchive
}

const shownVersions = 50

export async function shownDirectory({ view, status, archive }: DirectoryDeps): Promise<ShownDirectory> {
  const { version, expires, content, members } = view()
  return {
    version,
    issuedAt: chinaDateTime(content.issuedAt * 1000),
    expires: chinaDateTime(expires * 1000),
    sources: status().sources.map(({ source, code, lastGoodAt }) => ({
      source,
      ok: code === undefined,
      ...(code !== undefined && { code }),
      ...(lastGoodAt !== undefined && { lastGoodAt: chinaDateTime(lastGoodAt) }),
    })),
    versions: await archive.versions(shownVersions),
    members: members.size,
  }
}

/** What changed between two directories that were in force here. Fails with DIRECTORY_VERSION_UNKNOWN. */
export async function shownChanges(
  from: number,
  to: number,
  { archive }: Pick<DirectoryDeps, 'archive'>,
): Promise<ShownDirectoryChanges> {
  const [a, b] = [await contentOf(from, archive), await contentOf(to, archive)]
  return { from, to, changes: diffDirectories(a, b) }
}

/** It was verified before it was kept. */
async function contentOf(version: number, archive: DirectoryArchive): Promise<Directory> {
  const kept = await archive.version(version)
  if (!kept) throw new GatewayError('DIRECTORY_VERSION_UNKNOWN', { where: `version ${version}` })
  const payload = kept.bytes.toString('latin1').split('.')[1] ?? ''
  return JSON.parse(Buffer.from(payload, 'base64url').toString()) as Directory
}
