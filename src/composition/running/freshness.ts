import { toGatewayError } from '../../errors.ts'
import { told } from '../../events/events.ts'
import { learnListed } from '../../revocation/learn-listed.ts'
import type { Context } from '../context.ts'

interface Channel {
  /** Looks again at who is connected. */
  recheck(): void
}

/** Keeps directory and revocation data fresh. */
export function keepFresh(context: Context, channels: readonly Channel[]): Disposable {
  context.expiry.look()
  const { refreshSeconds } = context.config.directory
  const directory = setInterval(() => void refreshDirectory(context), refreshSeconds * 1000)
  const revocation = watchRevocation(context, channels)
  return {
    [Symbol.dispose]() {
      clearInterval(directory)
      clearInterval(revocation)
    },
  }
}

/** Asks the sources again and again, and looks again at who is connected, also when nothing new came: grace may have run out. */
function watchRevocation(
  { revocation, config }: Context,
  channels: readonly Channel[],
): NodeJS.Timeout | undefined {
  if (!revocation || !config.trust.revocation) return undefined
  const recheck = (): void => channels.forEach((channel) => channel.recheck())
  return setInterval(
    () => void revocation.refresh().then(recheck),
    config.trust.revocation.refreshSeconds * 1000,
  )
}

/** A failure is told each time, with what is left of the grace in which the last good directory serves. */
async function refreshDirectory({ directory, revocation, expiry, log, clock }: Context): Promise<void> {
  try {
    const view = await directory.refresh()
    if (revocation) await learnListed(view, revocation, clock())
  } catch (thrown) {
    const { version, expires } = directory.status()
    const graceSecondsLeft = Math.floor((expires - clock()) / 1000)
    log.error({ event: 'directory', version, graceSecondsLeft, ...told(toGatewayError(thrown)) })
  }
  expiry.look()
}
