import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { makeFolder } from '../file-access.ts'
import type { KeptBytes } from './ports.ts'

/** Files in a folder, each written whole or not at all. What is in them is signed, so nothing is secret and nothing believed unread. */
export function createKeptFiles(
  folder: string,
  onFailure: (path: string, cause: unknown) => void,
): KeptBytes {
  return {
    read(name) {
      try {
        return readFileSync(join(folder, name))
      } catch {
        return undefined
      }
    },
    write(name, bytes) {
      const path = join(folder, name)
      try {
        makeFolder(folder)
        writeFileSync(`${path}.new`, bytes, { flush: true })
        renameSync(`${path}.new`, path)
      } catch (cause) {
        onFailure(path, cause)
      }
    },
  }
}
