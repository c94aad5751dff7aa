import { Command } from 'commander'
import { readCentreSecrets } from '../../config/centre-secrets.ts'
import { type Config, loadConfig } from '../../config/config.ts'
import { loadDialect } from '../../config/dialect-folder.ts'
import { type Contracts, createContracts } from '../../contracts/contracts.ts'
import type { OfficeLineage } from '../../contracts/generated/types.ts'
import { GatewayError } from '../../errors.ts'
import { differences, replayed } from '../../providers/replay.ts'
import { finish, type Outcome } from '../command.ts'
import { lineageLines } from './lineage-lines.ts'
import {
  clientCertificateOption,
  clientKeyOption,
  createOfficeClient,
  type OfficeClientFiles,
} from './office-client.ts'
import { asOption, configFile, type ConfigOptions, configOption } from '../sandbox-member.ts'
import type { Shell } from '../shell.ts'

type Options = ConfigOptions & OfficeClientFiles & { replay?: boolean }

/** `gateway lineage`: where the facts of an answer came from, and whether the same replies still give the same facts. */
export function lineageCommand(shell: Shell, setExit: (code: number) => void): Command {
  const command = new Command('lineage')
    .description('where each fact of a represented centre’s answer came from, by a running gateway 事实来源')
    .argument('<exchange-id>', 'the exchange, as the asker was told it')
    .option(...configOption)
    .option(...asOption)
    .option('--replay', 'read the stored replies again by the dialect as it is now')
    .option(...clientKeyOption)
    .option(...clientCertificateOption)
    .addHelpText(
      'after',
      '\nExit code 1 where a replay uses another version of the dialect, or comes to other facts.' +
        '\nWhat is printed holds personal data.',
    )
  return finish<Options>(command, shell, setExit, async (options, [exchangeId = '']) => {
    const contracts = createContracts()
    const config = loadConfig(configFile(options, shell), shell.environment, contracts)
    const path = `/office/v1/exchanges/${encodeURIComponent(exchangeId)}/lineage`
    const lineage = await createOfficeClient(config, options, shell).call<OfficeLineage>('GET', path)
    const told = { lines: lineageLines(lineage), json: { lineage } }
    return options.replay ? withReplay(told, lineage, config, contracts) : told
  })
}

function withReplay(
  told: { lines: string[]; json: object },
  lineage: OfficeLineage,
  config: Config,
  contracts: Contracts,
): Outcome {
  const { code } = lineage.question.centre
  const entry = config.represents.find(({ centre }) => centre === code)
  if (!entry) {
    throw new GatewayError('CONFIG_INVALID', {
      where: config.file,
      detail: `已不再代理该中心 represents no centre ${code} any more`,
    })
  }
  const dialect = loadDialect(entry.dialect.folder, contracts)
  const finding = replayed(lineage, dialect, { ...entry.settings, ...readCentreSecrets(entry) })
  const differ = differences(lineage, finding)
  const sameVersion = dialect.version === lineage.dialect.version
  const replay = { ok: sameVersion && differ.length === 0, version: dialect.version, differ }
  return {
    ok: replay.ok,
    lines: [...told.lines, '', ...replayLines(replay, sameVersion)],
    json: { ...told.json, replay },
  }
}

function replayLines(
  { ok, version, differ }: { ok: boolean; version: string; differ: string[] },
  same: boolean,
): string[] {
  return [
    ...(same ? [] : [`✗ 方言版本不同 another version of the dialect: ${version}`]),
    ...differ.map((fact) => `✗ 重放结果不同 differs now: ${fact}`),
    ...(differ.length === 0
      ? ['✓ 重放所得事实逐字节一致 the stored replies give the same facts, byte for byte']
      : []),
    ...(ok ? ['✓ 方言版本一致 by the same version of the dialect'] : []),
  ]
}
