import { Command } from 'commander'
import { createContracts } from '../../contracts/contracts.ts'
import { diffDirectories } from '../../directory/diff.ts'
import { finish, type MakeCommand } from '../command.ts'
import { changeLines, directoryIn } from './file.ts'

/** `gateway directory diff`: what changed between two directories, in words. */
export const diffDirectoryCommand: MakeCommand = (shell, setExit) => {
  const command = new Command('diff')
    .description('what changes from one directory to another 目录差异')
    .argument('<before>', 'a signed directory or a draft in JSON')
    .argument('<after>', 'the other')
    .addHelpText('after', '\nSignatures are not looked at: gateway directory show does.')
  return finish<object>(command, shell, setExit, (_, [before = '', after = '']) => {
    const contracts = createContracts()
    const changes = diffDirectories(directoryIn(before, contracts), directoryIn(after, contracts))
    return { lines: changeLines(changes), json: { same: changes.length === 0, changes } }
  })
}
