import { existsSync, readdirSync, rmSync } from 'node:fs'
import { chinaDate } from '../clock.ts'
import { GatewayError } from '../errors.ts'
import { makeFolder } from '../file-access.ts'
import { authorityOf, createSandboxAuthority, type SandboxAuthority } from './authority.ts'
import { representedCentres } from './centres.ts'
import { createSandboxCore } from './core.ts'
import { put, type SandboxFiles, sandboxFiles } from './files.ts'
import { setUpIdentity } from './identity-provider/setup.ts'
import { makeMembers } from './make-members.ts'
import { type Manifest, readManifest } from './manifest.ts'
import { sandboxMembers } from './members.ts'
import type { SandboxPorts } from './ports.ts'
import { publishLists, readAuthority } from './revocation.ts'
import { signedDirectory } from './signed-directory.ts'

/**
 * Makes the files of a sandbox federation, or brings those of an earlier one up to date: keys and stores stay, the directory
 * is signed anew, and the cores are remade on a new day so that their payments are current. `now` in epoch milliseconds.
 * Fails with USAGE_INVALID where the folder holds anything else, with FILE_UNUSABLE where it is none.
 */
export function prepareSandbox(folder: string, now: number, ports: SandboxPorts): SandboxFiles {
  const files = sandboxFiles(folder)
  const today = chinaDate(now)
  const earlier = readManifest(files)
  if (!earlier) beginAnew(folder, files)
  const members = earlier?.members ?? makeMembers(files, createSandboxAuthority(now), ports)
  setUpIdentity(files, () => keptAuthority(files, now), ports.identity)
  if (earlier?.coresOf !== today) {
    for (const { code, core } of coresOf(files)) createSandboxCore(core, code, today)
  }
  publishLists(files, now)
  const directoryVersion = (earlier?.directoryVersion ?? 0) + 1
  put(files.directory, signedDirectory(files, members, directoryVersion, now))
  put(
    files.manifest,
    JSON.stringify({ directoryVersion, coresOf: today, members } satisfies Manifest, null, 2),
  )
  return files
}

/** Clears away what an interrupted start left, and nothing else. */
function beginAnew(folder: string, { notice, manifest }: SandboxFiles): void {
  makeFolder(folder)
  const ours = existsSync(notice) || existsSync(manifest)
  const strangers = !ours && readdirSync(folder).length > 0
  if (strangers) {
    throw new GatewayError('USAGE_INVALID', {
      where: folder,
      detail:
        '含有不属于沙箱的文件，请另指定新的或空的文件夹 holds files that are not of a sandbox; name a new or empty folder',
    })
  }
  rmSync(folder, { recursive: true, force: true })
  put(
    notice,
    '网关沙箱的文件，可随时整体删除。 Files of a gateway sandbox; delete the folder to begin anew.\n',
  )
}

/** Every core database of the sandbox, with the centre whose it is. */
function coresOf(files: SandboxFiles): { code: string; core: string }[] {
  return [
    ...sandboxMembers.flatMap(({ code, kind }) =>
      kind === 'centre' ? [{ code, core: files.member(code).core }] : [],
    ),
    ...representedCentres.map(({ code }) => ({ code, core: files.centre(code).core })),
  ]
}

/** Certificates that it issues now end with its own. */
function keptAuthority(files: SandboxFiles, now: number): SandboxAuthority {
  const issuing = readAuthority(files.issuing)
  const { notAfter } = issuing.certificate
  return authorityOf(readAuthority(files.root), issuing, { notBefore: now - 3_600_000, notAfter })
}
