import { closeSync, constants, fstatSync, openSync, readFileSync, type Stats } from 'node:fs'
import { open } from 'node:fs/promises'
import { FileFault } from './file-access.ts'

/** Of a key, a certificate, a configuration, in bytes. */
const largestSmallFile = 4_194_304

/** A pipe with nobody at its other end would have us wait for ever. */
const forReading = constants.O_RDONLY | constants.O_NONBLOCK

/** The bytes of a file that somebody named to us: neither a pipe nor a device, and 4 MiB at most. Fails as the system does, and with EFBIG and ENODEV. */
export function readSmallFile(path: string): Buffer {
  const file = openSync(path, forReading)
  try {
    assertRegular(fstatSync(file), largestSmallFile)
    return readFileSync(file)
  } finally {
    closeSync(file)
  }
}

/** The same, for a file of `most` bytes at most that is read while others are served. */
export async function readRegularFile(path: string, most: number): Promise<Buffer> {
  await using file = await open(path, forReading)
  assertRegular(await file.stat(), most)
  return await file.readFile()
}

function assertRegular(found: Stats, most: number): void {
  if (found.isDirectory()) throw new FileFault('EISDIR')
  if (!found.isFile()) throw new FileFault('ENODEV')
  if (found.size > most)
    throw new FileFault('EFBIG', { zh: `超过 ${most} 字节`, en: `more than ${most} bytes` })
}
