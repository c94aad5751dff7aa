import { Command } from 'commander'
import { loadConfig } from '../config/config.ts'
import { loadSecrets } from '../config/secrets.ts'
import { createContext } from '../context.ts'
import { createContracts } from '../contracts/contracts.ts'
import { startGateway } from '../gateway.ts'
import { createLogger } from '../logger.ts'
import { finish } from './command.ts'
import { configFile, configOption } from './sandbox-member.ts'
import type { Shell } from './shell.ts'

/** `gateway serve`: runs one gateway until it is asked to stop. */
export function serveCommand(shell: Shell, setExit: (code: number) => void): Command {
  const command = new Command('serve')
    .description('run a gateway until SIGTERM or Ctrl-C; its log goes to standard output 运行网关')
    .option(...configOption)
    .option('--until-input-ends', 'stop also when standard input ends, as when the parent process is gone')
  return finish<{ config?: string; untilInputEnds?: boolean }>(command, shell, setExit, async (options) => {
    const config = loadConfig(configFile(options, shell), shell.environment, createContracts())
    const secrets = loadSecrets(config, shell.environment)
    const log = createLogger({ level: config.logLevel, member: config.member })
    const gateway = await startGateway(await createContext(config, secrets, log))
    await Promise.race([shell.stopAsked(), ...(options.untilInputEnds ? [shell.readInput()] : [])])
    await gateway.stop()
    return { lines: [], json: { stopped: true } }
  })
}
