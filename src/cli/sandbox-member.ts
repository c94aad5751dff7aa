import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { sandboxFiles } from '../sandbox/files.ts'
import { misused } from './command.ts'
import type { Shell } from './shell.ts'

/** Where the sandbox keeps its files, below the working directory. */
export const sandboxFolder = '.sandbox'

/** Options of commands that work with the configuration of one gateway. */
export interface ConfigOptions {
  config?: string
  as?: string
}

export const configOption = [
  '-c, --config <file>',
  'configuration of the gateway (or GATEWAY_CONFIG)',
] as const

export const asOption = [
  '--as <code>',
  `the member of the sandbox in ${sandboxFolder}, instead of --config`,
] as const

/** The configuration file that an option or the environment names. Fails with USAGE_INVALID. */
export function configFile(options: ConfigOptions, shell: Shell): string {
  const file = configFileIfAny(options, shell)
  if (file !== undefined) return file
  throw misused(
    '--config',
    '请指定配置文件或沙箱成员 name the configuration file, or with --as a member of the sandbox',
  )
}

export function configFileIfAny({ config, as }: ConfigOptions, { environment }: Shell): string | undefined {
  if (as === undefined) return config ?? environment.configFile
  if (config !== undefined) throw misused('--as', '二者只能给出其一 give --config or --as, not both')
  const file = sandboxFiles(sandboxFolder).member(as).config
  if (!existsSync(file)) throw misused('--as', membersInstead())
  return file
}

/** The options that name the same gateway again, for a next step. */
export function sameMember({ config, as }: ConfigOptions): string[] {
  if (as !== undefined) return ['--as', as]
  return config === undefined ? [] : ['--config', config]
}

function membersInstead(): string {
  const members = join(sandboxFolder, 'members')
  if (!existsSync(members))
    return `沙箱不存在，请先启动 there is no sandbox in ${sandboxFolder}; start one with: npm start`
  return `须为其中之一 one of ${readdirSync(members).join(', ')}`
}
