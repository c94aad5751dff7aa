import { Command } from 'commander'
import type { MakeCommand } from '../command.ts'
import { addDirectoryCommand } from './add.ts'
import { diffDirectoryCommand } from './diff.ts'
import { publishDirectoryCommand } from './publish.ts'
import { retireDirectoryCommand } from './retire.ts'
import { showDirectoryCommand } from './show.ts'
import { signDirectoryCommand } from './sign.ts'

/** `gateway directory …`: the signed list of members. */
export const directoryCommand: MakeCommand = (shell, setExit) =>
  new Command('directory')
    .description('the signed list of members and agreements 成员目录')
    .addCommand(showDirectoryCommand(shell, setExit))
    .addCommand(addDirectoryCommand(shell, setExit))
    .addCommand(retireDirectoryCommand(shell, setExit))
    .addCommand(diffDirectoryCommand(shell, setExit))
    .addCommand(signDirectoryCommand(shell, setExit))
    .addCommand(publishDirectoryCommand(shell, setExit))
