import type { Child, Shell } from '../cli/shell.ts'
import { GatewayError } from '../errors.ts'
import type { SandboxFiles } from './files.ts'
import { startIdentityProvider } from './identity-provider/start.ts'
import { sandboxMembers } from './members.ts'
import { publishLists } from './revocation.ts'

/** How often the sandbox's authority publishes its revocation lists, in milliseconds; they are believed an hour. */
const publishMs = 60_000

/** The running gateways of a sandbox, each a process of its own, one of the centres that have none, and the identity provider. */
export interface Federation {
  stop(): Promise<void>
  /** Rejects when the identity provider ends by itself, which runs in this process. */
  failed: Promise<never>
}

/** A process of the sandbox that ended by itself while the others go on. */
export interface Ended {
  name: string
  /** Such as `exit code 1` or `SIGKILL`. */
  how: string
  /** The command that starts it again. */
  again: readonly string[]
}

/**
 * Starts every member's gateway and the centres' own interfaces, and waits until all serve. Fails with CONFIG_INVALID where one ends
 * instead; its own words are on standard error. Which ends later is told, and may be started again by whoever ended it.
 */
export async function startFederation(
  files: SandboxFiles,
  shell: Pick<Shell, 'spawn' | 'clock'>,
  tell: (ended: Ended) => void,
): Promise<Federation> {
  const processes = [
    ...sandboxMembers.map(({ code, name }) => ({
      name,
      again: ['serve', '--config', files.member(code).config],
    })),
    {
      name: '自有接口的中心 centres without a gateway',
      again: ['centre', 'serve', '--folder', files.folder],
    },
  ].map((one) => ({ ...one, child: shell.spawn([...one.again, '--until-input-ends']) }))
  const publishing = setInterval(() => publishLists(files, shell.clock()), publishMs)
  const identity = startIdentityProvider(files)
  let stopping = false
  async function stop(): Promise<void> {
    stopping = true
    clearInterval(publishing)
    const provider = await identity.catch(() => undefined)
    await Promise.all([...processes.map(({ child }) => child.stop()), provider?.[Symbol.asyncDispose]()])
  }
  const failed = identity.then((provider) => provider.failed)
  failed.catch(() => undefined)
  try {
    await Promise.race([failed, Promise.all([identity, ...processes.map(serving)])])
  } catch (error) {
    await stop()
    throw error
  }
  for (const { name, again, child } of processes) {
    void child.ended.then((how) => {
      if (!stopping) tell({ name, how, again })
    })
  }
  return { stop, failed }
}

function serving({ name, again, child }: Omit<Ended, 'how'> & { child: Child }): Promise<void> {
  return new Promise((resolve, reject) => {
    child.onLine((line) => {
      if (line.includes('"event":"serving"')) resolve()
    })
    void child.ended.then((how) =>
      reject(
        new GatewayError('CONFIG_INVALID', {
          where: again.at(-1) ?? name,
          detail: `${name} 未能启动，原因见上文 ended before it served (${how}); its own words stand above`,
        }),
      ),
    )
  })
}
