import { Command } from 'commander'
import { loadConfig } from '../config/config.ts'
import { loadSecrets } from '../config/secrets.ts'
import { createContext } from '../context.ts'
import { createContracts } from '../contracts/contracts.ts'
import { GatewayError } from '../errors.ts'
import { startGateway } from '../gateway.ts'
import { createLogger } from '../logger.ts'
import { finish } from './command.ts'
import type { Shell } from './shell.ts'

/** `gateway serve`: runs one gateway until it is asked to stop. */
export function serveCommand(shell: Shell, setExit: (code: number) => void): Command {
  const command = new Command('serve')
    .description('run a gateway until SIGTERM or Ctrl-C; its log goes to standard output')
    .option('-c, --config <file>', 'configuration file (or GATEWAY_CONFIG)')
  return finish<{ config?: string }>(command, shell, setExit, async (options) => {
    const config = loadConfig(configFile(options.config, shell), shell.environment, createContracts())
    const secrets = loadSecrets(config, shell.environment)
    const log = createLogger({ level: config.logLevel, member: config.member })
    const gateway = await startGateway(await createContext(config, secrets, log))
    await shell.stopAsked()
    await gateway.stop()
    return { lines: [], json: { stopped: true } }
  })
}

/** The configuration file of an option or of the environment. Fails with USAGE_INVALID. */
export function configFile(option: string | undefined, { environment }: Shell): string {
  const file = option ?? environment.configFile
  if (file === undefined) {
    throw new GatewayError('USAGE_INVALID', { where: '--config', detail: 'name the configuration file' })
  }
  return file
}
