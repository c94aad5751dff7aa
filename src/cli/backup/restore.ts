import { existsSync } from 'node:fs'
import { Command } from 'commander'
import { restoreBackup } from '../../backup/restore-backup.ts'
import { verifyBackup, type WholeBackup } from '../../backup/verify-backup.ts'
import { chinaDateTime } from '../../clock.ts'
import { type Config, loadConfig } from '../../config/config.ts'
import { readStoreKey, readStorePassword } from '../../config/secrets.ts'
import { createContracts } from '../../contracts/contracts.ts'
import { maxSkewSeconds } from '../../domain/freshness.ts'
import type { UpkeepDone } from '../../domain/upkeep.ts'
import { GatewayError } from '../../errors.ts'
import { journalRows } from '../../store/journal/journal-table.ts'
import { openRefill } from '../../store/refill.ts'
import { createSealer } from '../../store/sealer.ts'
import type { StorePlace } from '../../store/store.ts'
import { storeKeyMark } from '../../store/upkeep/key-mark-table.ts'
import { storeName, storePlaceOf } from '../../composition/store-place.ts'
import { journalLines, manifestJson, manifestLines } from './lines.ts'
import {
  backupSecret,
  keyFileOption,
  passphraseFileOption,
  secretHelp,
  type SecretOptions,
} from './secret.ts'
import { commandLine } from '../called-as.ts'
import { finish, type MakeCommand, type Outcome } from '../command.ts'
import { chainFaults, headIn, headOption } from '../journal/head.ts'
import { progressOf } from './progress.ts'
import { asOption, configFile, type ConfigOptions, configOption, sameMember } from '../sandbox-member.ts'
import { noteUpkeep } from './upkeep-note.ts'
import { believed } from '../trust.ts'

interface Options extends ConfigOptions, SecretOptions {
  into?: string
  head?: string
  json?: boolean
}

/** `gateway restore`: puts a backup in the store's place, and keeps what was there. */
export const restoreCommand: MakeCommand = (shell, setExit) => {
  const command = new Command('restore')
    .description('put a backup in the place of the store; what was there is kept 恢复')
    .argument('<file>', 'the backup')
    .option(...configOption)
    .option(...asOption)
    .option('--into <file>', 'a new SQLite file instead of the configured store: a drill 演练')
    .option(...keyFileOption)
    .option(...passphraseFileOption)
    .option(...headOption)
    .addHelpText(
      'after',
      `${secretHelp}\nThe backup is verified first; nothing is touched where it does not hold. Stop every gateway of the member before.`,
    )
  return finish<Options>(command, shell, setExit, async (options, [file = '']) => {
    const contracts = createContracts()
    const config = loadConfig(configFile(options, shell), shell.environment, contracts)
    const onProgress = progressOf(shell, options)
    const whole = await verifyBackup(file, backupSecret(options), {
      trust: believed(options, shell, contracts),
      self: config.member,
      known: options.head === undefined ? undefined : headIn(options.head),
      journal: journalRows,
      onProgress,
    })
    assertRestorable(whole, options.head !== undefined)
    assertStoreKey(whole, readStoreKey(config, shell.environment), config)
    await using refill = await openRefill(placeFor(options, config), whole.manifest.migrations, shell.clock())
    const kept = await restoreBackup(whole, refill, shell.clock, onProgress)
    const at = shell.clock()
    // A restore into the store itself is in it already.
    const noted = options.into === undefined ? [] : await noteUpkeep(config, shell, drillOf(whole, at))
    const check = commandLine(
      shell,
      'journal',
      'verify',
      ...sameMember(options),
      '--head',
      options.head ?? '链头',
    )
    const next =
      options.into === undefined ? [`下一步 next: ${check}`, '  再启动网关 then start the gateway'] : []
    return told(whole, options.into ?? storeName(config), { kept, noted, at, next })
  })
}

function drillOf({ manifest, journal }: WholeBackup, at: number): UpkeepDone {
  return { kind: 'drill', at, holds: journal.ok, entries: manifest.journal.sequence }
}

/** Who names a head wants a journal that reaches it; else a damaged journal is better than none. */
function assertRestorable({ journal }: WholeBackup, headNamed: boolean): void {
  if (journal.ok || !headNamed) return
  throw new GatewayError('EVIDENCE_INVALID', {
    where: `journal entry ${journal.sequence}`,
    detail: chainFaults[journal.fault],
  })
}

function assertStoreKey({ manifest }: WholeBackup, storeKey: Buffer, { store }: Config): void {
  if (storeKeyMark(createSealer(storeKey)) === manifest.storeKey) return
  throw new GatewayError('KEY_UNUSABLE', {
    where: store.keyFile ?? 'GATEWAY_STORE_KEY',
    detail: '不是该备份的存储密钥 is not the store key that the stored messages were sealed with',
  })
}

function placeFor({ into }: Options, config: Config): StorePlace {
  if (into === undefined) return storePlaceOf(config, readStorePassword(config))
  if (existsSync(into)) throw new GatewayError('FILE_EXISTS', { where: into })
  return { file: into }
}

function told(
  { manifest, journal }: WholeBackup,
  store: string,
  {
    kept,
    noted,
    at,
    next,
  }: { kept: string | undefined; noted: readonly string[]; at: number; next: readonly string[] },
): Outcome {
  const from = chinaDateTime(at + maxSkewSeconds * 1000)
  return {
    lines: [
      `✓ 已恢复 restored: ${store}`,
      ...manifestLines(manifest),
      ...journalLines(journal),
      kept === undefined
        ? '  此前此处无存储 nothing was there before'
        : `  原有存储保留于 what was there is kept: ${kept}`,
      `  ${from} 之前签发的新请求将被拒绝 new requests issued before that moment are refused: RESTORED_LATELY`,
      ...noted,
      ...next,
    ],
    json: {
      store,
      kept: kept ?? null,
      acceptsIssuedAfter: from,
      ...manifestJson(manifest),
      verdict: journal,
    },
  }
}
