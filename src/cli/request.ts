import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Command } from 'commander'
import { type Config, loadConfig } from '../config/config.ts'
import { type Contracts, createContracts } from '../contracts/contracts.ts'
import type {
  CentreResult,
  EvidenceBundle,
  OfficeQuestion,
  OfficeResult,
} from '../contracts/generated/types.ts'
import { GatewayError } from '../errors.ts'
import { readStrictJson } from '../domain/strict-json.ts'
import { sandboxQuestion } from '../sandbox/question.ts'
import { finish } from './command.ts'
import { createOfficeClient, type OfficeClient } from './office-client.ts'
import { resultLines } from './result-lines.ts'
import { configFile } from './serve.ts'
import { sandboxFolder } from './sandbox.ts'
import type { Shell } from './shell.ts'

interface Options {
  config?: string
  as?: string
  to?: string[]
  persona?: string
  question?: string
  save?: string
  clientKey?: string
  clientCertificate?: string
}

/** `gateway request`: puts a question to centres through a running gateway's office listener. */
export function requestCommand(shell: Shell, setExit: (code: number) => void): Command {
  const command = new Command('request')
    .description(
      'ask centres through a running gateway, as its office; with a portal’s gateway, as the portal',
    )
    .option('-c, --config <file>', 'configuration of the asking gateway (or GATEWAY_CONFIG)')
    .option('--as <code>', `asking member of the sandbox in ${sandboxFolder}, instead of --config`)
    .option('--to <code...>', 'centres to ask, by 15-digit code')
    .option('--persona <id>', 'ask about one of the sandbox’s people')
    .option('--question <file>', 'ask a question of schemas/office.question.json; - reads standard input')
    .option('--save <file>', 'write the evidence of the first centre’s exchange, for: gateway verify')
    .option(
      '--client-key <file>',
      'key of the office client; default office/client.key.pem beside the configuration',
    )
    .option('--client-certificate <file>', 'its certificate; default office/client.crt.pem')
  return finish<Options>(command, shell, setExit, async (options) => {
    const contracts = createContracts()
    const config = loadConfig(askersConfig(options, shell), shell.environment, contracts)
    const client = createOfficeClient(config, options)
    const question = await questionOf(options, config, contracts, shell)
    const { results } = await client.call<OfficeResult>('POST', '/office/v1/questions', question)
    if (options.save !== undefined) await saveEvidence(options.save, results, client)
    return {
      lines: results.flatMap((result) => [...resultLines(result), '']),
      json: { results },
      ok: results.every(({ state }) => state === 'answered' || state === 'no-record'),
    }
  })
}

function askersConfig(options: Options, shell: Shell): string {
  if (options.as === undefined) return configFile(options.config, shell)
  return join(sandboxFolder, 'members', options.as, 'gateway.yaml')
}

/** A person's data comes from a file or standard input, never from arguments, which other users of the machine can see. */
async function questionOf(
  options: Options,
  config: Config,
  contracts: Contracts,
  shell: Shell,
): Promise<OfficeQuestion> {
  if (options.persona !== undefined) {
    if (!options.to)
      throw new GatewayError('USAGE_INVALID', { where: '--to', detail: 'name the centres to ask' })
    return sandboxQuestion(config.member, options.to, options.persona, shell.clock())
  }
  if (options.question === undefined) {
    throw new GatewayError('USAGE_INVALID', {
      where: '--persona or --question',
      detail: 'say whom to ask about',
    })
  }
  const text = options.question === '-' ? await shell.readInput() : inputFile(options.question)
  const json = readStrictJson(Buffer.from(text))
  if (!json.ok) throw new GatewayError('QUESTION_INVALID', { where: options.question, detail: json.fault })
  const question = contracts.check('office.question', json.value)
  if (!question.ok) throw new GatewayError('QUESTION_INVALID', question)
  return options.to ? { ...question.value, to: options.to } : question.value
}

function inputFile(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    throw new GatewayError('USAGE_INVALID', { where: path, detail: 'the file cannot be read', cause })
  }
}

async function saveEvidence(
  path: string,
  results: readonly CentreResult[],
  client: OfficeClient,
): Promise<void> {
  const id = results.find(({ exchangeId }) => exchangeId !== undefined)?.exchangeId
  if (id === undefined) throw new GatewayError('EXCHANGE_UNKNOWN', { detail: 'nothing was asked' })
  const bundle = await client.call<EvidenceBundle>('GET', `/office/v1/exchanges/${id}/evidence`)
  writeFileSync(path, JSON.stringify(bundle, null, 2), { mode: 0o600 })
}
