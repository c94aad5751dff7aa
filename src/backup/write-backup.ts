import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { type FileHandle, open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Clock } from '../clock.ts'
import type { BackupManifest } from '../contracts/generated/types.ts'
import { messageType } from '../domain/message-type.ts'
import { GatewayError } from '../errors.ts'
import { unwritable } from '../file-access.ts'
import type { OwnSigner } from '../inbound/ports.ts'
import { sealChunks } from './chunks.ts'
import { headerLine } from './header.ts'
import type { Progress, StoreSnapshot } from './ports.ts'
import { endLine, rowLine, tableLine } from './rows.ts'
import { type BackupSecret, newHeader } from './secret.ts'

/** Who makes the backup, of which store. */
export interface BackupMaker {
  /** Member code. */
  self: string
  signer: OwnSigner
  /** Version of the gateway. */
  version: string
  /** Tells which store key opens what is stored. */
  storeKey: string
  clock: Clock
  onProgress: Progress
}

/**
 * Writes one state of a store to a new file, encrypted and signed; its name appears when it is whole and on disk. Fails with
 * FILE_EXISTS, FILE_UNUSABLE, STORE_UNAVAILABLE, SIGNER_UNAVAILABLE.
 */
export async function writeBackup(
  path: string,
  snapshot: StoreSnapshot,
  secret: BackupSecret,
  maker: BackupMaker,
): Promise<BackupManifest> {
  if (existsSync(path)) throw new GatewayError('FILE_EXISTS', { where: path })
  const part = `${path}.part`
  const file = await usable(part, () => open(part, 'wx', 0o600))
  try {
    const manifest = await written(file, part, snapshot, secret, maker)
    await usable(part, async () => {
      await file.sync()
      await rename(part, path)
      await synced(dirname(path))
    })
    return manifest
  } catch (thrown) {
    await rm(part, { force: true })
    throw thrown
  } finally {
    await file.close()
  }
}

async function written(
  file: FileHandle,
  part: string,
  snapshot: StoreSnapshot,
  secret: BackupSecret,
  maker: BackupMaker,
): Promise<BackupManifest> {
  const { header, key } = await newHeader(secret)
  const hash = createHash('sha256')
  const tables: BackupManifest['tables'] = []
  let bytes = 0
  async function write(chunk: Buffer): Promise<void> {
    hash.update(chunk)
    bytes += chunk.length
    await usable(part, () => file.appendFile(chunk))
  }
  await write(Buffer.from(headerLine(header)))
  for await (const chunk of sealChunks(contentsOf(snapshot, tables, maker.onProgress), key))
    await write(chunk)
  await write(Buffer.from('\n'))
  const manifest: BackupManifest = {
    version: '1',
    iss: maker.self,
    iat: Math.floor(maker.clock() / 1000),
    gateway: maker.version,
    migrations: [...snapshot.migrations],
    tables,
    journal: snapshot.journal,
    storeKey: maker.storeKey,
    bytes,
    digest: hash.digest('base64url'),
  }
  const token = await maker.signer.sign(messageType.backup, manifest, { withChain: true })
  await usable(part, () => file.appendFile(`${token.toString('latin1')}\n`))
  return manifest
}

/** Everything that is encrypted; notes in `tables` what it was. */
async function* contentsOf(
  snapshot: StoreSnapshot,
  tables: BackupManifest['tables'],
  onProgress: Progress,
): AsyncGenerator<Buffer> {
  for (const table of snapshot.tables) {
    yield tableLine(table)
    let count = 0
    for await (const rows of snapshot.rows(table)) {
      yield Buffer.concat(rows.map(rowLine))
      count += rows.length
      onProgress(table.name, count)
    }
    tables.push({ name: table.name, rows: count })
  }
  yield endLine
}

/** A new name is on disk when its folder is. */
async function synced(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  await handle.sync()
  await handle.close()
}

async function usable<T>(where: string, use: () => Promise<T>): Promise<T> {
  try {
    return await use()
  } catch (cause) {
    const { code } = cause as { code?: unknown }
    if (code === 'EEXIST') throw new GatewayError('FILE_EXISTS', { where, cause })
    throw new GatewayError('FILE_UNUSABLE', { where, detail: unwritable(cause), cause })
  }
}
