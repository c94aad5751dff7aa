import { accessSync, constants, existsSync } from 'node:fs'
import { dirname } from 'node:path'
import { accountsOfPerson, loansOfPerson, paymentsOfAccount } from '../../../dialects/jgjt320/queries.ts'
import { GatewayError } from '../../../errors.ts'
import { openCoreDatabase } from '../../../store/core-database.ts'
import { readStoreKey, readStorePassword } from '../../../config/secrets.ts'
import { storeName, storePlaceOf } from '../../../composition/store-place.ts'
import { openJournal } from '../../../store/journal/open-journal.ts'
import { createSealer } from '../../../store/sealer.ts'
import { assertStoreKey, storeKeyMark } from '../../../store/upkeep/key-mark-table.ts'
import type { CheckDeps } from './ports.ts'
import type { Report } from './report.ts'

/** The store can be opened, or made where it is not; nothing is made here. */
export async function checkStore({ config, environment }: CheckDeps, report: Report): Promise<void> {
  const { file, postgres } = config.store
  let sealedWith: string | undefined
  await report.judgeLater('存储 store', postgres ? '/store/postgres' : '/store/file', async () => {
    if (file !== undefined && !existsSync(file)) {
      assertWritable(dirname(file), '所在文件夹不存在或不可写 its folder is not there or not writable')
      return `${file}, will be made at the first start 首次启动时创建`
    }
    if (file !== undefined) {
      assertWritable(file, '文件不可写 the file is not writable')
      assertWritable(dirname(file), '所在文件夹不可写 its folder is not writable')
    }
    await using journal = openJournal(storePlaceOf(config, readStorePassword(config)))
    sealedWith = await journal.storeKey()
    for await (const { sequence } of journal.all()) {
      return `${storeName(config)}, journal from entry ${sequence} 已有日志`
    }
    return `${storeName(config)}, empty journal 日志为空`
  })
  const mark = markOf(config, environment)
  if (mark === undefined || sealedWith === undefined) return
  report.judge('存储密钥与存储 store key and store', '/store/keyFile', () => {
    assertStoreKey(mark, sealedWith, storeName(config))
    return 'the key that this store is sealed with 与存储相符'
  })
}

/** Undefined for a key that cannot be read: that is told already. */
function markOf(...[config, environment]: Parameters<typeof readStoreKey>): string | undefined {
  try {
    return storeKeyMark(createSealer(readStoreKey(config, environment)))
  } catch {
    return undefined
  }
}

/** The core system answers every query that the gateway puts to it. */
export function checkCore({ config: { core, represents } }: CheckDeps, report: Report): void {
  if (!core && represents.length > 0) return
  if (!core)
    return report.warn(
      '业务核心 core',
      '/',
      '未配置，本机构仅应答 gateway.ping none configured: this member answers gateway.ping only',
    )
  report.judge('业务核心 core', '/core/file', () => {
    try {
      using database = openCoreDatabase(core.file)
      database.all(accountsOfPerson, '', '', '')
      database.all(paymentsOfAccount, '')
      database.all(loansOfPerson, '', '', '')
    } catch (thrown) {
      if (!(thrown instanceof GatewayError)) throw thrown
      const why = Error.isError(thrown.cause) ? `: ${thrown.cause.message}` : ''
      const detail = `无法读取 cannot be read${why}`
      throw new GatewayError('PROVIDER_UNAVAILABLE', { where: core.file, detail, cause: thrown })
    }
    return `${core.file}, certificates hold ${core.certificateValidity}`
  })
}

function assertWritable(path: string, detail: string): void {
  try {
    accessSync(path, constants.R_OK | constants.W_OK)
  } catch (cause) {
    throw new GatewayError('STORE_UNAVAILABLE', { where: path, detail, cause })
  }
}
