import { Command } from 'commander'
import { chinaDate, chinaDateTime } from '../../clock.ts'
import { createContracts } from '../../contracts/contracts.ts'
import type { Directory } from '../../contracts/generated/types.ts'
import { directoryPayload } from '../../directory/read.ts'
import { createFindings } from '../../evidence/findings.ts'
import { judgeDirectory } from '../../evidence/signed-directory.ts'
import { readCertificate } from '../../trust/certificate.ts'
import { finish, type MakeCommand, misused } from '../command.ts'
import { directoryLines, type DirectoryStatus } from './lines.ts'
import { readToken } from '../files.ts'
import { asOption, configFileIfAny, type ConfigOptions, configOption } from '../sandbox-member.ts'
import { believed } from '../trust.ts'

/** `gateway directory show`: what a directory says, and whether it may be believed. */
export const showDirectoryCommand: MakeCommand = (shell, setExit) => {
  const command = new Command('show')
    .description('print a directory: members, certificates, agreements, and who signed it 显示目录')
    .argument('[file]', 'a signed directory; without it the one of the configuration')
    .option(...configOption)
    .option(...asOption)
    .addHelpText(
      'after',
      '\nWithout a configuration it is printed and not verified. Exit code 1 where it does not hold or has expired.',
    )
  return finish<ConfigOptions>(command, shell, setExit, async (options, [file]) => {
    const contracts = createContracts()
    const now = shell.clock()
    const trust =
      configFileIfAny(options, shell) === undefined ? undefined : believed(options, shell, contracts)
    const token = file === undefined ? trust?.directory?.() : readToken(file)
    if (!token)
      throw misused(
        '[file]',
        '请指定已签发的目录，或一份配置 name a signed directory, or a configuration with --config or --as',
      )
    const directory = directoryPayload(token.toString('latin1'), contracts)
    const findings = createFindings()
    const judged = trust && (await judgeDirectory(token, trust, findings))
    const inForce = directory.expires * 1000 > now
    const status: DirectoryStatus = {
      inForce,
      verified: trust && judged?.view !== undefined,
      signed: judged?.signed ?? [],
      findings: findings.list,
    }
    return {
      ok: inForce && status.verified !== false,
      lines: directoryLines(directory, status, now),
      json: { ...status, directory: withCertificates(directory) },
    }
  })
}

/** For scripts: what is inside the certificates instead of their bytes. */
function withCertificates(directory: Directory): object {
  return {
    ...directory,
    issuedAt: chinaDateTime(directory.issuedAt * 1000),
    expires: chinaDateTime(directory.expires * 1000),
    members: directory.members.map((member) => ({
      ...member,
      certificates: member.certificates.map(({ use, chain }) => {
        const { subject, thumbprint, notAfter } = readCertificate(Buffer.from(chain[0] ?? '', 'base64'))
        return { use, subject: subject.text, thumbprint, validUntil: chinaDate(notAfter) }
      }),
    })),
  }
}
