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
  /** Rejects when one of them ends by itself. */
  failed: Promise<never>
}

/** Starts every member's gateway and the centres' own interfaces, and waits until all serve. Fails with CONFIG_INVALID where one ends instead; its own words are on standard error. */
export async function startFederation(
  files: SandboxFiles,
  shell: Pick<Shell, 'spawn' | 'clock'>,
): Promise<Federation> {
  const gateways = sandboxMembers.map(({ code }) => {
    const { config } = files.member(code)
    return { started: config, child: shell.spawn(['serve', '--until-input-ends', '--config', config]) }
  })
  const centres = shell.spawn(['centre', 'serve', '--until-input-ends', '--folder', files.folder])
  const children = [...gateways, { started: files.folder, child: centres }]
  const publishing = setInterval(() => publishLists(files, shell.clock()), publishMs)
  const identity = startIdentityProvider(files)
  let stopping = false
  async function stop(): Promise<void> {
    stopping = true
    clearInterval(publishing)
    const provider = await identity.catch(() => undefined)
    await Promise.all([...children.map(({ child }) => child.stop()), provider?.[Symbol.asyncDispose]()])
  }
  const failed = Promise.race([
    identity.then((provider) => provider.failed),
    ...children.map(async ({ started, child }): Promise<never> => {
      const code = await child.ended
      if (stopping) return new Promise(() => undefined)
      throw new GatewayError('CONFIG_INVALID', {
        where: started,
        detail: `a process of the sandbox ended by itself with exit code ${code}; its own words stand above`,
      })
    }),
  ])
  failed.catch(() => undefined)
  try {
    await Promise.race([failed, Promise.all([identity, ...children.map(({ child }) => serving(child))])])
  } catch (error) {
    await stop()
    throw error
  }
  return { stop, failed }
}

function serving(child: Child): Promise<void> {
  return new Promise((resolve) => {
    child.onLine((line) => {
      if (line.includes('"event":"serving"')) resolve()
    })
  })
}
