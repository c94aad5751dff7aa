import { Command } from 'commander'
import { loadConfig } from '../config/config.ts'
import { assertReloadable, type Settings } from '../config/reloadable.ts'
import { loadSecrets } from '../config/secrets.ts'
import { createContext } from '../context.ts'
import { startGateway } from '../gateway.ts'
import { createLasting, type Lasting } from '../lasting.ts'
import { createLogger } from '../logger.ts'
import { finish } from './command.ts'
import { configFile, configOption } from './sandbox-member.ts'
import type { Shell } from './shell.ts'

/** `gateway serve`: runs one gateway until it is asked to stop. */
export function serveCommand(shell: Shell, setExit: (code: number) => void): Command {
  const command = new Command('serve')
    .description(
      'run a gateway until SIGTERM or Ctrl-C, reading its configuration anew at SIGHUP; its log goes to standard output 运行网关',
    )
    .option(...configOption)
    .option('--until-input-ends', 'stop also when standard input ends, as when the parent process is gone')
  return finish<{ config?: string; untilInputEnds?: boolean }>(command, shell, setExit, async (options) => {
    const started = Promise.withResolvers<() => void>()
    shell.onReload(() => void started.promise.then((reload) => reload()))
    const lasting = createLasting()
    const first = settingsIn(configFile(options, shell), shell, lasting)
    const log = createLogger({ level: first.config.logLevel, member: first.config.member })
    const make = ({ config, secrets }: Settings) => createContext(config, secrets, log, {}, lasting)
    const gateway = await startGateway(await make(first))
    started.resolve(
      () =>
        void gateway.reload(async () => {
          const next = settingsIn(first.config.file, shell, lasting)
          assertReloadable(first, next)
          return make(next)
        }),
    )
    await Promise.race([shell.stopAsked(), ...(options.untilInputEnds ? [shell.readInput()] : [])])
    await gateway.stop()
    return { lines: [], json: { stopped: true } }
  })
}

function settingsIn(file: string, { environment }: Shell, { contracts }: Lasting): Settings {
  const config = loadConfig(file, environment, contracts)
  return { config, secrets: loadSecrets(config, environment) }
}
