import { Command } from 'commander'
import { chinaDateTime } from '../../clock.ts'
import { loadConfig } from '../../config/config.ts'
import { createContracts } from '../../contracts/contracts.ts'
import { type ChainVerdict, walkChain } from '../../journal/verify-chain.ts'
import { readStorePassword } from '../../config/secrets.ts'
import { openJournal } from '../../store/journal/open-journal.ts'
import { storeName, storePlaceOf } from '../../composition/store-place.ts'
import { commandLine } from '../called-as.ts'
import { finish, type Outcome } from '../command.ts'
import { chainFaults, headIn, headOption } from './head.ts'
import { asOption, configFile, type ConfigOptions, configOption, sameMember } from '../sandbox-member.ts'
import type { Shell } from '../shell.ts'

interface Options extends ConfigOptions {
  head?: string
}

/** `gateway journal …`: what is done with the append-only log. */
export function journalCommand(shell: Shell, setExit: (code: number) => void): Command {
  return new Command('journal')
    .description('the append-only log of exchanges 交换日志')
    .addCommand(verifyJournalCommand(shell, setExit))
}

function verifyJournalCommand(shell: Shell, setExit: (code: number) => void): Command {
  const command = new Command('verify')
    .description('walk the whole journal and find the first place that was altered 核验日志')
    .option(...configOption)
    .option(...asOption)
    .option(...headOption)
    .addHelpText(
      'after',
      '\nReads only, and works while the gateway runs. Exit code 1 where the journal is not whole.',
    )
  return finish<Options>(command, shell, setExit, async (options) => {
    const known = options.head === undefined ? undefined : headIn(options.head)
    const config = loadConfig(configFile(options, shell), shell.environment, createContracts())
    await using journal = openJournal(storePlaceOf(config, readStorePassword(config)))
    const seen = { entries: 0, first: undefined as number | undefined, last: undefined as number | undefined }
    const walk = walkChain(known)
    for await (const entry of journal.all()) {
      seen.entries += 1
      seen.first ??= entry.at
      seen.last = entry.at
      if (!walk.step(entry)) break
    }
    const again = (head: string) =>
      commandLine(shell, 'journal', 'verify', ...sameMember(options), '--head', head)
    return told(walk.verdict(), storeName(config), seen, again)
  })
}

interface Seen {
  entries: number
  /** Moments of the first and the last entry, epoch milliseconds. */
  first: number | undefined
  last: number | undefined
}

function told(verdict: ChainVerdict, file: string, seen: Seen, again: (head: string) => string): Outcome {
  if (!verdict.ok) {
    const { sequence, fault } = verdict
    return {
      ok: false,
      lines: [
        `✗ 日志不完整 the journal is not whole: ${file}`,
        `  日志第 ${sequence} 条 journal entry ${sequence}: ${chainFaults[fault]}`,
        '  处置 to do: 保留现状，与备份和对方的副本比对。 Keep the store as it is; compare with a backup and with the peers’ copies.',
      ],
      json: { ok: false, file, sequence, fault },
    }
  }
  const { sequence, hash } = verdict.head
  const { first, last } = seen
  const span = first === undefined || last === undefined ? [] : [first, last].map(chinaDateTime)
  return {
    lines: [
      `✓ 日志完整 the journal is whole: ${file}`,
      `  ${sequence} 条 entries${span.length > 0 ? `　${span.join(' — ')}` : ''}`,
      `  链头 head: ${sequence}:${hash}`,
      `  请另行留存链头，供日后核验 note the head elsewhere, for: ${again(`${sequence}:${hash}`)}`,
    ],
    json: { ok: true, file, head: verdict.head, ...(span.length > 0 && { from: span[0], to: span[1] }) },
  }
}
