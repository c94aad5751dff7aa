import { statSync } from 'node:fs'
import { Command } from 'commander'
import { writeBackup } from '../../backup/write-backup.ts'
import { loadConfig } from '../../config/config.ts'
import { loadSecrets } from '../../config/secrets.ts'
import { createContracts } from '../../contracts/contracts.ts'
import type { BackupManifest } from '../../contracts/generated/types.ts'
import { loadIdentity } from '../../identity/identity.ts'
import { createOwnSigner } from '../../identity/own-signer.ts'
import { programVersion } from '../../program-version.ts'
import { createSealer } from '../../store/sealer.ts'
import { assertStoreKey, storeKeyMark } from '../../store/upkeep/key-mark-table.ts'
import { openSnapshot } from '../../store/snapshot.ts'
import { storeName, storePlaceOf } from '../../composition/store-place.ts'
import { manifestJson, manifestLines } from './lines.ts'
import {
  keyFileOption,
  ownBackupSecret,
  passphraseFileOption,
  sameSecret,
  secretHelp,
  type SecretOptions,
} from './secret.ts'
import { verifyBackupCommand } from './verify.ts'
import { commandLine } from '../called-as.ts'
import { finish, type MakeCommand, misused, type Outcome } from '../command.ts'
import { progressOf } from './progress.ts'
import { asOption, configFile, type ConfigOptions, configOption, sameMember } from '../sandbox-member.ts'
import { noteUpkeep } from './upkeep-note.ts'

interface Options extends ConfigOptions, SecretOptions {
  out?: string
  json?: boolean
}

/** `gateway backup`: one state of the store as one file, while the gateway runs. */
export const backupCommand: MakeCommand = (shell, setExit) => {
  const command = new Command('backup')
    .description('write the store to one encrypted, signed file, while the gateway runs or not 备份')
    .option(...configOption)
    .option(...asOption)
    .option('--out <file>', 'the new file; its name appears when it is whole')
    .option(...keyFileOption)
    .option(...passphraseFileOption)
    .addHelpText('after', `${secretHelp}\nOf one kind of store it restores into the other too.`)
  finish<Options>(command, shell, setExit, async (options) => {
    const { out } = options
    if (out === undefined) throw misused('--out', '请指定要写入的文件 name the file to write')
    const config = loadConfig(configFile(options, shell), shell.environment, createContracts())
    const secrets = loadSecrets(config, shell.environment)
    const secret = ownBackupSecret(options, secrets.storeKey)
    using signer = createOwnSigner(config, secrets, loadIdentity(config, secrets))
    await using snapshot = await openSnapshot(storePlaceOf(config, secrets.storePassword))
    const storeKey = storeKeyMark(createSealer(secrets.storeKey))
    assertStoreKey(storeKey, snapshot.storeKey, storeName(config))
    const manifest = await writeBackup(out, snapshot, secret, {
      self: config.member,
      signer,
      version: programVersion(),
      storeKey,
      clock: shell.clock,
      onProgress: progressOf(shell, options),
    })
    const entries = manifest.journal.sequence
    const noted = await noteUpkeep(config, shell, { kind: 'backup', at: shell.clock(), holds: true, entries })
    const check = commandLine(shell, 'backup', 'verify', out, ...sameMember(options), ...sameSecret(options))
    return told(out, storeName(config), manifest, { noted, check })
  })
  return command.addCommand(verifyBackupCommand(shell, setExit))
}

function told(
  file: string,
  store: string,
  manifest: BackupManifest,
  { noted, check }: { noted: readonly string[]; check: string },
): Outcome {
  return {
    lines: [
      `✓ 备份 backup: ${file}（${statSync(file).size} 字节 bytes）`,
      `  存储 store: ${store}`,
      ...manifestLines(manifest),
      ...noted,
      `下一步 next: ${check}`,
      '  并将副本另存他处 then keep a copy elsewhere',
    ],
    json: { file, store, ...manifestJson(manifest) },
  }
}
