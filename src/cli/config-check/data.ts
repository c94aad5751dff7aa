import { accessSync, constants, existsSync } from 'node:fs'
import { dirname } from 'node:path'
import { accountsOfPerson, loansOfPerson, paymentsOfAccount } from '../../dialects/jgjt320/queries.ts'
import { GatewayError } from '../../errors.ts'
import { openCoreDatabase } from '../../store/core-database.ts'
import { openJournal } from '../../store/open-journal.ts'
import type { CheckDeps } from './check.ts'
import type { Report } from './report.ts'

/** The store can be opened, or made where it is not; nothing is made here. */
export function checkStore({ config: { store } }: CheckDeps, report: Report): void {
  report.judge('存储 store', '/store/file', () => {
    if (!existsSync(store.file)) {
      assertWritable(dirname(store.file), 'its folder is not there or not writable')
      return `${store.file}, will be made at the first start 首次启动时创建`
    }
    assertWritable(store.file, 'the file is not writable')
    assertWritable(dirname(store.file), 'its folder is not writable')
    using journal = openJournal(store.file)
    for (const { sequence } of journal.all()) {
      return `${store.file}, journal from entry ${sequence} 已有日志`
    }
    return `${store.file}, empty journal 日志为空`
  })
}

/** The core system answers every query that the gateway puts to it. */
export function checkCore({ config: { core, represents } }: CheckDeps, report: Report): void {
  if (!core && represents.length > 0) return
  if (!core)
    return report.warn('业务核心 core', '/', 'none configured: this member answers gateway.ping only')
  report.judge('业务核心 core', '/core/file', () => {
    try {
      using database = openCoreDatabase(core.file)
      database.all(accountsOfPerson, '', '', '')
      database.all(paymentsOfAccount, '')
      database.all(loansOfPerson, '', '', '')
    } catch (thrown) {
      if (!(thrown instanceof GatewayError)) throw thrown
      const why = Error.isError(thrown.cause) ? thrown.cause.message : 'cannot be read'
      throw new GatewayError('PROVIDER_UNAVAILABLE', { where: core.file, detail: why, cause: thrown })
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
