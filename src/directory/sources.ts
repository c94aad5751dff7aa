import { GatewayError } from '../errors.ts'
import { unreadable } from '../file-access.ts'
import { readRegularFile } from '../regular-file.ts'
import type { DirectorySource } from './ports.ts'

/** A directory larger than this is not read, in bytes. */
const maxBytes = 8 * 1_048_576

/** The sources of the configuration: https URLs through `fetch`, all else files. */
export function createDirectorySources(
  names: readonly string[],
  deps: { fetch(url: string): Promise<Buffer> },
): DirectorySource[] {
  return names.map((name) => ({
    name,
    read: isUrl(name) ? () => deps.fetch(name) : () => fileBytes(name),
  }))
}

export function isUrl(source: string): boolean {
  return source.startsWith('https://')
}

async function fileBytes(path: string): Promise<Buffer> {
  try {
    return await readRegularFile(path, maxBytes)
  } catch (cause) {
    throw new GatewayError('SOURCE_UNAVAILABLE', { where: path, detail: unreadable(cause), cause })
  }
}
