import { Command } from 'commander'
import { chinaDateTime } from '../../clock.ts'
import { type Config, loadConfig } from '../../config/config.ts'
import { createContracts } from '../../contracts/contracts.ts'
import { withoutIdNumbers } from '../../domain/identity/id-shape.ts'
import { programVersion } from '../../program-version.ts'
import { finish } from '../command.ts'
import { checkConfig } from '../config/check/check.ts'
import { attempted, machine, running, shownConfig, storeSizes } from './parts.ts'
import { writeNew } from '../files.ts'
import { asOption, configFile, type ConfigOptions, configOption } from '../sandbox-member.ts'
import type { Shell } from '../shell.ts'

/** `gateway diagnostics`: one file for whoever helps. Written also where the gateway does not run, or its configuration cannot be read. */
export function diagnosticsCommand(shell: Shell, setExit: (code: number) => void): Command {
  const command = new Command('diagnostics')
    .description(
      'write one file for whoever helps: versions, configuration and its check, health, metrics; no secret, no log, nothing of a person 诊断文件',
    )
    .option(...configOption)
    .option(...asOption)
    .requiredOption('--out <file>', 'file to write, which must not be there')
  return finish<ConfigOptions & { out: string }>(command, shell, setExit, async (options) => {
    const file = configFile(options, shell)
    const contracts = createContracts()
    const config = attempted(() => loadConfig(file, shell.environment, contracts))
    const parts = {
      madeAt: chinaDateTime(shell.clock()),
      version: programVersion(),
      machine: machine(),
      configuration: isLoaded(config) ? shownConfig(config) : { refused: config },
      check: await checkConfig(file, contracts, shell),
      ...(isLoaded(config) && { store: storeSizes(config), running: await running(config) }),
    }
    // Nothing of a person is in any of it; this is the net below.
    writeNew(options.out, withoutIdNumbers(`${JSON.stringify(parts, null, 2)}\n`), { secret: true })
    const lines = [
      `✓ 诊断文件 diagnostics: ${options.out}`,
      '  不含密钥与个人信息，但含内部地址与文件路径 no secret and nothing of a person, but internal addresses and paths',
    ]
    return { lines, json: { file: options.out } }
  })
}

function isLoaded(config: object): config is Config {
  return 'ops' in config
}
