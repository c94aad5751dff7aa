import { open } from 'node:fs/promises'
import { GatewayError } from '../errors.ts'
import { unreadable } from '../file-access.ts'
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
    await using file = await open(path)
    const { size } = await file.stat()
    if (size > maxBytes) throw unavailable(path, `more than ${maxBytes} bytes`)
    return await file.readFile()
  } catch (cause) {
    if (cause instanceof GatewayError) throw cause
    throw unavailable(path, unreadable(cause), cause)
  }
}

function unavailable(where: string, detail: string, cause?: unknown): GatewayError {
  return new GatewayError('SOURCE_UNAVAILABLE', { where, detail, cause })
}
