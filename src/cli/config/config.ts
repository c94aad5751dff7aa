import { Command } from 'commander'
import { loadConfig } from '../../config/config.ts'
import { yamlText } from '../../config/yaml-file.ts'
import { createContracts } from '../../contracts/contracts.ts'
import { catalogue } from '../../errors.ts'
import { finish } from '../command.ts'
import { checkConfig } from './check/check.ts'
import type { ConfigFinding } from './check/report.ts'
import { asOption, configFile, type ConfigOptions, configOption } from '../sandbox-member.ts'
import type { Shell } from '../shell.ts'

/** `gateway config …`: what a configuration says, and whether a gateway could start with it. */
export function configCommand(shell: Shell, setExit: (code: number) => void): Command {
  return new Command('config')
    .description('check or show a configuration 配置检查')
    .addCommand(checkCommand(shell, setExit))
    .addCommand(showCommand(shell, setExit))
}

function checkCommand(shell: Shell, setExit: (code: number) => void): Command {
  const command = new Command('check')
    .description(
      'check files, keys, certificates, directory, store and core without starting anything 检查配置',
    )
    .option(...configOption)
    .option(...asOption)
    .addHelpText(
      'after',
      '\nExit code 1 where a gateway could not start or could not be asked; ! only warns.',
    )
  return finish<ConfigOptions>(command, shell, setExit, async (options) => {
    const findings = await checkConfig(configFile(options, shell), createContracts(), shell)
    const failures = findings.filter(({ state }) => state === 'fails').length
    const ok = failures === 0
    const end = ok ? '✓ 配置可用 the configuration is usable' : `✗ ${failures} 项有误 things to correct`
    return { ok, lines: [...findings.flatMap(findingLines), '', end], json: { ok, findings } }
  })
}

const marks = { holds: '✓', warns: '!', fails: '✗' }

function findingLines({ subject, state, text, code, at }: ConfigFinding): string[] {
  const remedy = code && catalogue[code].remedy
  return [
    `${marks[state]} ${subject}: ${code === undefined ? '' : `${code}  `}${text}`,
    ...(at === undefined ? [] : [`    位置 at: ${at}`]),
    ...(remedy ? [`    处置 to do: ${remedy.zh} ${remedy.en}`] : []),
  ]
}

function showCommand(shell: Shell, setExit: (code: number) => void): Command {
  const command = new Command('show')
    .description(
      'print the configuration in force: defaults filled in, paths absolute, no secret 显示生效配置',
    )
    .option(...configOption)
    .option(...asOption)
  return finish<ConfigOptions>(command, shell, setExit, (options) => {
    const { environment } = shell
    const config = loadConfig(configFile(options, shell), environment, createContracts())
    const variables = {
      GATEWAY_STORE_KEY: environment.storeKey !== undefined,
      GATEWAY_KEY_PASSPHRASE: environment.keyPassphrase !== undefined,
      GATEWAY_LOG_LEVEL: environment.logLevel !== undefined,
    }
    const set = Object.entries(variables).map(
      ([name, given]) => `# ${name}: ${given ? '已设置 set' : '未设置 not set'}`,
    )
    return { lines: [...set, yamlText(config)], json: { config, variables } }
  })
}
