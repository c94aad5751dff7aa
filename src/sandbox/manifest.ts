import { existsSync, readFileSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import type { Member } from '../contracts/generated/types.ts'
import type { SandboxFiles } from './files.ts'
import { sandboxMembers } from './members.ts'

/** What a sandbox remembers of its making. */
export interface Manifest {
  /** Rises with every preparation, since each signs a new directory. */
  directoryVersion: number
  /** The day, China time, that the cores were made for. */
  coresOf: string
  members: Member[]
}

/** Whether a folder holds a sandbox that the next start goes on with. */
export function isKept(files: SandboxFiles): boolean {
  return readManifest(files) !== undefined
}

/** The files of an earlier run, when its making was finished, and it was of the same members. */
export function readManifest({ manifest }: SandboxFiles): Manifest | undefined {
  if (!existsSync(manifest)) return undefined
  const earlier = JSON.parse(readFileSync(manifest, 'utf8')) as Manifest
  const same = isDeepStrictEqual(codesOf(earlier.members), codesOf(sandboxMembers))
  return same ? earlier : undefined
}

function codesOf(members: readonly { code: string }[]): string[] {
  return members.map(({ code }) => code)
}
