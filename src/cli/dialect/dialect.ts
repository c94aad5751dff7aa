import { Command } from 'commander'
import { checkDialectCommand } from './check.ts'
import { newDialectCommand } from './new.ts'
import type { Shell } from '../shell.ts'

/** `gateway dialect …`: the workbench of whoever connects a centre with an interface of its own. */
export function dialectCommand(shell: Shell, setExit: (code: number) => void): Command {
  return new Command('dialect')
    .description('connect a centre that has an interface of its own; see docs/dialects.md 方言接口')
    .addCommand(checkDialectCommand(shell, setExit))
    .addCommand(newDialectCommand(shell, setExit))
}
