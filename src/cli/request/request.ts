import { Command } from 'commander'
import { type Config, loadConfig } from '../../config/config.ts'
import { type Contracts, createContracts } from '../../contracts/contracts.ts'
import type {
  CentreResult,
  EvidenceBundle,
  OfficeCentres,
  OfficeQuestion,
  OfficeResult,
} from '../../contracts/generated/types.ts'
import { GatewayError } from '../../errors.ts'
import { readStrictJson } from '../../domain/strict-json.ts'
import { personas } from '../../sandbox/personas.ts'
import { sandboxQuestion } from '../../sandbox/question.ts'
import { commandLine } from '../called-as.ts'
import { finish, misused } from '../command.ts'
import { assertWritable, readBytes, writeNew } from '../files.ts'
import {
  clientCertificateOption,
  clientKeyOption,
  createOfficeClient,
  type OfficeClient,
} from './office-client.ts'
import { askAsJob } from './job.ts'
import { overview, resultLines } from './result-lines.ts'
import { asOption, configFile, type ConfigOptions, configOption, sameMember } from '../sandbox-member.ts'
import type { Shell } from '../shell.ts'

interface Options extends ConfigOptions {
  to?: string[]
  persona?: string
  question?: string
  save?: string
  live?: boolean
  mayWait?: boolean
  callback?: string
  saveResult?: string
  clientKey?: string
  clientCertificate?: string
  json?: boolean
}

/** `gateway request`: puts a question to centres through a running gateway's office listener. */
export function requestCommand(shell: Shell, setExit: (code: number) => void): Command {
  const command = new Command('request')
    .description(
      'ask centres through a running gateway, as its office; with a portal’s gateway, as the portal 查询缴存证明',
    )
    .option(...configOption)
    .option(...asOption)
    .option(
      '--to <code...>',
      'centres to ask, by 15-digit code, or by a division such as 320500 with one centre in it',
    )
    .option('--persona <id>', 'ask about one of the sandbox’s people, listed below')
    .option('--question <file>', 'ask a question of schemas/office.question.json; - reads standard input')
    .option('--live', 'as a job: show each centre as soon as its state changes')
    .option(
      '--may-wait',
      'as a job: what cannot be asked waits until the centre is back; Ctrl-C leaves it waiting, see: gateway jobs',
    )
    .option('--callback <place>', 'as a job: have a registered place of this office client told when it ends')
    .option('--save-result <file>', 'as a job: write the signed result of all centres, for: gateway verify')
    .option('--save <file>', 'write the evidence of the first centre’s exchange, for: gateway verify')
    .option(...clientKeyOption)
    .option(...clientCertificateOption)
    .addHelpText(
      'after',
      ['', '沙箱中的职工 people of the sandbox, nobody real:', ...personaLines()].join('\n'),
    )
  return finish<Options>(command, shell, setExit, async (options) => {
    const contracts = createContracts()
    const config = loadConfig(configFile(options, shell), shell.environment, contracts)
    const client = createOfficeClient(config, options, shell)
    const to = await addressees(options.to, client)
    const question = await questionOf({ ...options, to }, config, contracts, shell)
    const { live, mayWait, callback, save, saveResult } = options
    for (const file of [save, saveResult]) if (file !== undefined) assertWritable(file)
    const check = (file: string) => commandLine(shell, 'verify', file, ...sameMember(options))
    if (live || mayWait || callback !== undefined || saveResult !== undefined) {
      const put = { ...question, ...(mayWait && { mayWait }), ...(callback !== undefined && { callback }) }
      return await askAsJob(put, client, { shell, ...options })
    }
    const { results } = await asked(question, client)
    const evidence =
      options.save === undefined ? undefined : await saved(options.save, results, client, check)
    return {
      lines: [
        ...results.flatMap((result) => [...resultLines(result), '']),
        ...overview(results),
        ...(evidence?.lines ?? []),
      ],
      json: { results },
      ok:
        evidence?.ok !== false && results.every(({ state }) => state === 'answered' || state === 'no-record'),
    }
  })
}

function personaLines(): string[] {
  const width = Math.max(...personas.map(({ id }) => id.length))
  return personas.map(
    ({ id, person, label }) =>
      `  ${id.padEnd(width)}  ${person.name}  ${person.idNumber}  ${label.zh} ${label.en}`,
  )
}

/** `all` as the codes of all centres that the gateway may ask. */
async function addressees(
  to: readonly string[] | undefined,
  client: OfficeClient,
): Promise<string[] | undefined> {
  if (!to?.includes('all')) return to && [...to]
  const { centres } = await client.call<OfficeCentres>('GET', '/office/v1/centres')
  return centres.map(({ code }) => code)
}

/** Whom to ask is said on the command line: what the gateway does not take there is a matter of usage. */
async function asked(question: OfficeQuestion, client: OfficeClient): Promise<OfficeResult> {
  try {
    return await client.call<OfficeResult>('POST', '/office/v1/questions', question)
  } catch (thrown) {
    if (!(thrown instanceof GatewayError) || thrown.code !== 'QUESTION_INVALID') throw thrown
    const index = /^\/to\/([0-9]+)$/.exec(thrown.where ?? '')?.[1]
    if (index === undefined) throw thrown
    throw misused(`--to ${question.to[Number(index)] ?? ''}`, thrown.detail ?? thrown.message)
  }
}

/** A person's data comes from a file or standard input, never from arguments, which other users of the machine can see. */
async function questionOf(
  options: Omit<Options, 'to'> & { to: string[] | undefined },
  config: Config,
  contracts: Contracts,
  shell: Shell,
): Promise<OfficeQuestion> {
  if (options.persona !== undefined) {
    if (!options.to)
      throw new GatewayError('USAGE_INVALID', {
        where: '--to',
        detail: '请指定要查询的中心 name the centres to ask',
      })
    return sandboxQuestion(config.member, options.to, options.persona, shell.clock())
  }
  if (options.question === undefined) {
    throw new GatewayError('USAGE_INVALID', {
      where: '--persona or --question',
      detail: '请指定查询对象 say whom to ask about',
    })
  }
  const text = options.question === '-' ? await shell.readInput() : readBytes(options.question)
  const json = readStrictJson(Buffer.from(text))
  if (!json.ok) throw new GatewayError('QUESTION_INVALID', { where: options.question, detail: json.fault })
  const question = contracts.check('office.question', json.value)
  if (!question.ok) throw new GatewayError('QUESTION_INVALID', question)
  return options.to ? { ...question.value, to: options.to } : question.value
}

/** The answers are told also where there is no evidence to save, such as when nothing was asked or answered. */
async function saved(
  path: string,
  results: readonly CentreResult[],
  client: OfficeClient,
  check: (file: string) => string,
): Promise<{ ok: boolean; lines: string[] }> {
  const id = results.find(({ state }) => state !== 'not-asked')?.exchangeId
  if (id === undefined)
    return { ok: false, lines: [`✗ 没有可保存的证据 there is no evidence to save: ${path}`] }
  const bundle = await client.call<EvidenceBundle>('GET', `/office/v1/exchanges/${id}/evidence`)
  writeNew(path, `${JSON.stringify(bundle, null, 2)}\n`, { secret: true })
  return {
    ok: true,
    lines: [`证据已保存 evidence saved: ${path}　离线核验 check it with: ${check(path)}`],
  }
}
