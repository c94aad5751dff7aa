import { Command } from 'commander'
import { readYamlFile } from '../../config/yaml-file.ts'
import { createContracts } from '../../contracts/contracts.ts'
import type { Member, MemberCertificate } from '../../contracts/generated/types.ts'
import { nextVersion, withCertificates, withMember } from '../../directory/edit.ts'
import { GatewayError } from '../../errors.ts'
import { certificates } from '../../identity/identity.ts'
import { finish, type MakeCommand, misused } from '../command.ts'
import { directoryIn, draftWritten } from './file.ts'

interface Options {
  from: string
  out: string
  member?: string
  code?: string
  signCertificate?: string[]
  tlsCertificate?: string[]
  days?: string
}

/** `gateway directory add`: a member, or certificates of one that is listed, as when its keys rotate. */
export const addDirectoryCommand: MakeCommand = (shell, setExit) => {
  const command = new Command('add')
    .description('draft the next version with a new member, or with more certificates of one 增加成员或证书')
    .requiredOption('--from <file>', 'the directory in force, signed, or a draft in JSON')
    .requiredOption('--out <file>', 'where the draft is written, as JSON')
    .option(
      '--member <file>',
      'a new member as JSON or YAML; its certificates may come from the options below',
    )
    .option('--code <code>', 'instead of --member: a member that is listed')
    .option('--sign-certificate <file...>', 'signing certificate and its intermediates, PEM, leaf first')
    .option('--tls-certificate <file...>', 'channel certificate and its intermediates, PEM, leaf first')
    .option('--days <days>', 'how long the new version holds; by default as long as the one before')
  return finish<Options>(command, shell, setExit, (options) => {
    const contracts = createContracts()
    const before = directoryIn(options.from, contracts)
    const next = nextVersion(before, shell.clock(), daysIn(options.days))
    const added = [...chains('sign', options.signCertificate), ...chains('tls', options.tlsCertificate)]
    if ((options.member === undefined) === (options.code === undefined)) {
      throw misused('--member', '二者须给出其一 give --member FILE, or --code CODE for one that is listed')
    }
    const draft =
      options.member === undefined
        ? withCertificates(next, options.code ?? '', atLeastOne(added))
        : withMember(next, memberIn(options.member, added))
    return draftWritten(options.out, before, draft, contracts, shell)
  })
}

/** Days as a whole number. Fails with USAGE_INVALID. */
export function daysIn(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  if (/^[1-9][0-9]{0,3}$/.test(text)) return Number(text)
  throw misused('--days', '须为整数天数 a whole number of days')
}

function chains(use: MemberCertificate['use'], files: readonly string[] = []): MemberCertificate[] {
  return files.map((file) => ({
    use,
    chain: certificates(file).map(({ der }) => Buffer.from(der).toString('base64')),
  }))
}

function atLeastOne(added: MemberCertificate[]): MemberCertificate[] {
  if (added.length > 0) return added
  throw misused(
    '--sign-certificate',
    '至少给出其一 give at least one --sign-certificate or --tls-certificate',
  )
}

/** The schema judges the rest, as a part of the whole draft. */
function memberIn(path: string, added: readonly MemberCertificate[]): Member {
  const { value } = readYamlFile(path)
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    throw new GatewayError('DIRECTORY_DRAFT_INVALID', { where: path, detail: '不是成员 is no member' })
  }
  const { certificates: listed = [], ...member } = value as Partial<Member>
  return { ...member, certificates: [...listed, ...added] } as Member
}
