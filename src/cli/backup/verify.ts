import { Command } from 'commander'
import { verifyBackup } from '../../backup/verify-backup.ts'
import { loadConfig } from '../../config/config.ts'
import { createContracts } from '../../contracts/contracts.ts'
import { journalRows } from '../../store/journal/journal-table.ts'
import { journalLines, manifestJson, manifestLines } from './lines.ts'
import {
  backupSecret,
  keyFileOption,
  passphraseFileOption,
  secretHelp,
  type SecretOptions,
} from './secret.ts'
import { finish, type MakeCommand } from '../command.ts'
import { headIn, headOption } from '../journal/head.ts'
import { progressOf } from './progress.ts'
import { asOption, configFileIfAny, type ConfigOptions, configOption } from '../sandbox-member.ts'
import { believed } from '../trust.ts'

interface Options extends ConfigOptions, SecretOptions {
  anchors?: string
  head?: string
  json?: boolean
}

/** `gateway backup verify`: every byte of a backup, offline. */
export const verifyBackupCommand: MakeCommand = (shell, setExit) => {
  const command = new Command('verify')
    .description('verify a backup offline: who signed it, every byte, the journal’s chain 核验备份')
    .argument('<file>', 'the backup')
    .option(...configOption)
    .option(...asOption)
    .option('--anchors <file>', 'trust anchors, PEM; instead of those of a configuration')
    .option(...keyFileOption)
    .option(...passphraseFileOption)
    .option(...headOption)
    .addHelpText(
      'after',
      `${secretHelp}\nReads the backup only; nothing of it is written anywhere. Exit code 1 where anything does not hold.`,
    )
  return finish<Options>(command, shell, setExit, async (options, [file = '']) => {
    const contracts = createContracts()
    const from = options.anchors === undefined ? configFileIfAny(options, shell) : undefined
    const { manifest, signedBy, journal } = await verifyBackup(file, backupSecret(options), {
      trust: believed(options, shell, contracts),
      self: from === undefined ? undefined : loadConfig(from, shell.environment, contracts).member,
      known: options.head === undefined ? undefined : headIn(options.head),
      journal: journalRows,
      onProgress: progressOf(shell, options),
    })
    return {
      ok: journal.ok,
      lines: [
        `✓ 备份完整 the backup is whole: ${file}`,
        `  签名 signed by: ${signedBy.subject}`,
        ...manifestLines(manifest),
        ...journalLines(journal),
      ],
      json: { ok: journal.ok, file, signedBy, ...manifestJson(manifest), verdict: journal },
    }
  })
}
