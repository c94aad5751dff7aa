import { existsSync } from 'node:fs'
import { Command, Option } from 'commander'
import { sandboxFiles } from '../sandbox/files.ts'
import { revokeInSandbox } from '../sandbox/revocation.ts'
import { finish, misused } from './command.ts'
import { sandboxFolder } from './sandbox-member.ts'
import type { Shell } from './shell.ts'

interface RevokeOptions {
  folder: string
  member: string
  use: 'sign' | 'tls' | 'office'
}

/** `gateway ca`: what the sandbox's own certificate authority does. */
export function caCommand(shell: Shell, setExit: (code: number) => void): Command {
  const command = new Command('ca').description('the certificate authority of a sandbox 沙箱证书签发机构')
  command.addCommand(revokeCommand(shell, setExit))
  return command
}

function revokeCommand(shell: Shell, setExit: (code: number) => void): Command {
  const command = new Command('revoke')
    .description(
      'revoke a certificate of a member and publish the list; running gateways notice within seconds 吊销成员证书',
    )
    .requiredOption('--member <code>', 'the member of the sandbox')
    .addOption(
      new Option('--use <use>', 'which of its certificates')
        .choices(['sign', 'tls', 'office'])
        .default('sign'),
    )
    .option('--folder <folder>', 'the sandbox', sandboxFolder)
  return finish<RevokeOptions>(command, shell, setExit, ({ folder, member, use }) => {
    const files = sandboxFiles(folder)
    if (!existsSync(files.issuing.key)) {
      throw misused(
        '--folder',
        `没有带签发机构的沙箱，请先启动 there is no sandbox with an authority in ${folder}; start one with: npm start`,
      )
    }
    const own = files.member(member)
    const file = { sign: own.signCertificate, tls: own.tlsCertificate, office: own.officeCertificate }[use]
    if (!/^[0-9]+$/.test(member) || !existsSync(file))
      throw misused('--member', `沙箱中没有该成员 no member ${member} in ${folder}`)
    const revoked = revokeInSandbox(files, file, shell.clock())
    return {
      lines: [
        `已吊销 revoked: ${revoked.subject} (${use})`,
        `吊销列表 list: ${files.issuing.list}`,
        `删除 ${folder} 可重新开始 delete ${folder} to begin anew`,
      ],
      json: { ...revoked, member, use, list: files.issuing.list },
    }
  })
}
