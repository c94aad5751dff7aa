import { Command } from 'commander'
import { createContracts } from '../../contracts/contracts.ts'
import { nextVersion, withoutMember, withRetired } from '../../directory/edit.ts'
import { finish, type MakeCommand, misused } from '../command.ts'
import { daysIn } from './add.ts'
import { directoryIn, draftWritten } from './file.ts'

interface Options {
  from: string
  out: string
  member?: string
  certificate?: string
  at?: string
  days?: string
}

/** `gateway directory retire`: a member leaves, or a certificate is used no more. */
export const retireDirectoryCommand: MakeCommand = (shell, setExit) => {
  const command = new Command('retire')
    .description('draft the next version without a member, or with a certificate retired 停用成员或证书')
    .requiredOption('--from <file>', 'the directory in force, signed, or a draft in JSON')
    .requiredOption('--out <file>', 'where the draft is written, as JSON')
    .option('--member <code>', 'a member: it leaves the list, the groups and the agreements')
    .option('--certificate <thumbprint>', 'a certificate by its SHA-256: it stays listed as retired')
    .option('--at <instant>', 'when the certificate is retired, RFC 3339; by default at once')
    .option('--days <days>', 'how long the new version holds; by default as long as the one before')
    .addHelpText('after', '\nWhoever signs with a retired certificate is told KEY_RETIRED.')
  return finish<Options>(command, shell, setExit, (options) => {
    const { from, out, member, certificate, days } = options
    if ((member === undefined) === (certificate === undefined)) {
      throw misused('--member', '二者须给出其一 give --member CODE or --certificate THUMBPRINT')
    }
    const contracts = createContracts()
    const before = directoryIn(from, contracts)
    const next = nextVersion(before, shell.clock(), daysIn(days))
    const draft =
      member === undefined
        ? withRetired(next, certificate ?? '', instantIn(options.at, shell.clock()))
        : withoutMember(next, member)
    return draftWritten(out, before, draft, contracts, shell)
  })
}

function instantIn(text: string | undefined, now: number): number {
  const time = text === undefined ? now : Date.parse(text)
  const complete = text === undefined || /T.*(Z|[+-][0-9]{2}:[0-9]{2})$/.test(text)
  if (complete && !Number.isNaN(time)) return time
  throw misused('--at', '须为带时区的时刻 an instant with its offset, such as 2026-12-01T00:00:00+08:00')
}
