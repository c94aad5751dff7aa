import type { Config } from '../../config/config.ts'
import type { SandboxFiles } from '../../sandbox/files.ts'
import { peopleIn } from '../../sandbox/identity-provider/people.ts'
import { commandLine } from '../called-as.ts'
import type { Shell } from '../shell.ts'

/** Where the console of a sandbox is, and how one gets in; nothing where it has none any more. */
export function consoleLines(
  { office }: Pick<Config, 'office'>,
  files: SandboxFiles,
  shell: Pick<Shell, 'program'>,
): string[] {
  if (!office.console) return []
  const people = peopleIn(files.identity).filter(({ disabled }) => !disabled)
  return [
    '',
    '经办台与运维台 the console, in a browser:',
    `  ${office.console.origin}/console/`,
    `  登录时选择一位虚构人员 sign in by choosing somebody: ${people.map(({ name }) => name).join('、')}`,
    `  可查询的虚构职工 people to ask about, with their numbers: ${commandLine(shell, 'request', '--help')}`,
    '  沙箱自签证书会使浏览器告警：可将下列文件导入为受信任的根证书，或选择继续访问',
    '  browsers warn of the sandbox’s own authority: import this file as a trusted root, or go on anyway',
    `  ${files.anchors}`,
    '',
  ]
}
