import { Command } from 'commander'
import { assertReloadable, type Settings } from '../../config/reloadable.ts'
import { createContext } from '../../composition/create-context.ts'
import { startGateway } from '../../composition/gateway.ts'
import { createLasting } from '../../composition/lasting.ts'
import { createLogger } from '../../logger.ts'
import { finish } from '../command.ts'
import { createReconfigure, settingsIn } from './reconfigure.ts'
import { configFile, configOption } from '../sandbox-member.ts'
import type { Shell } from '../shell.ts'

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
    // Before it says that it serves: whoever hears that may ask it to stop at once.
    const stopAsked = shell.stopAsked()
    const gateway = await startGateway(await make(first))
    let inForce = first
    const reload = async (): Promise<boolean> => {
      let next = inForce
      const taken = await gateway.reload(() => {
        next = settingsIn(first.config.file, shell, lasting)
        assertReloadable(first, next)
        return make(next)
      })
      if (taken) inForce = next
      return taken
    }
    lasting.operation.reconfigure = createReconfigure({
      shell,
      lasting,
      first,
      inForce: () => inForce,
      reload,
    })
    started.resolve(() => void reload())
    await Promise.race([stopAsked, ...(options.untilInputEnds ? [shell.readInput()] : [])])
    await gateway.stop()
    return { lines: [], json: { stopped: true } }
  })
}
