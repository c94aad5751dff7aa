import { type Config, loadConfig } from '../../../config/config.ts'
import { readYamlFile, yamlFile } from '../../../config/yaml-file.ts'
import type { Contracts } from '../../../contracts/contracts.ts'
import { toGatewayError } from '../../../errors.ts'
import type { Shell } from '../../shell.ts'
import { checkCallbacks } from './callbacks.ts'
import { checkCore, checkStore } from './data.ts'
import { checkDirectory } from './directory.ts'
import { checkKeys } from './keys.ts'
import { checkListeners } from './listeners.ts'
import type { CheckDeps } from './ports.ts'
import { checkRepresented } from './represented.ts'
import { type ConfigFinding, createReport, type Report } from './report.ts'

/**
 * Everything that can be known of a configuration without starting its gateway, in the order in which it would be needed. Changes nothing.
 * `text`: what would stand in the file, instead of what does.
 */
export async function checkConfig(
  file: string,
  contracts: Contracts,
  { environment, clock }: Pick<Shell, 'environment' | 'clock'>,
  text?: string,
): Promise<readonly ConfigFinding[]> {
  const config = loaded(() => loadConfig(file, environment, contracts, text))
  if ('failed' in config) return [config.failed]
  const { place } = text === undefined ? readYamlFile(file) : yamlFile(file, text)
  const report: Report = createReport(place)
  report.judge('配置文件 configuration', '/', () => {
    return `${config.file}, member ${config.member}, ${config.sandbox ? 'sandbox' : 'production'}`
  })
  const deps: CheckDeps = { config, environment, contracts, now: clock() }
  const identity = checkKeys(deps, report)
  await checkStore(deps, report)
  checkDirectory(deps, identity, report)
  checkCore(deps, report)
  checkRepresented(deps, report)
  checkListeners(deps, report)
  checkCallbacks(deps, report)
  return report.findings
}

function loaded(load: () => Config): Config | { failed: ConfigFinding } {
  try {
    return load()
  } catch (thrown) {
    const { code, where, detail = '' } = toGatewayError(thrown)
    const failed = { subject: '配置文件 configuration', state: 'fails', code, text: detail } as const
    return { failed: { ...failed, ...(where !== undefined && { at: where }) } }
  }
}
