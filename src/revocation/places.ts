import { GatewayError } from '../errors.ts'
import { unreadable } from '../file-access.ts'
import { readRegularFile } from '../regular-file.ts'
import type { Fetch } from './ports.ts'

/** Whether a place of the configuration is a URL; all else are files. */
export function isWebPlace(place: string): boolean {
  return /^https?:\/\//.test(place)
}

/** The bytes at a place, never more than `maxBytes`. Fails with SOURCE_UNAVAILABLE. */
export function readPlace(place: string, maxBytes: number, fetch: Fetch): Promise<Buffer> {
  return isWebPlace(place) ? fetch(place, { maxBytes }) : fileBytes(place, maxBytes)
}

async function fileBytes(path: string, maxBytes: number): Promise<Buffer> {
  try {
    return await readRegularFile(path, maxBytes)
  } catch (cause) {
    throw new GatewayError('SOURCE_UNAVAILABLE', { where: path, detail: unreadable(cause), cause })
  }
}
