import { chinaDate } from './clock.ts'
import type { Context } from './context.ts'
import type { OfficeCentres } from './contracts/generated/types.ts'
import { GatewayError, toGatewayError } from './errors.ts'
import { told } from './events.ts'
import { toldWarning } from './expiry/advice.ts'
import { directoryFigures, type HealthCheck, readinessOf, revocationFigures } from './health.ts'
import { createApp } from './http/app.ts'
import { exchangeRoutes } from './http/exchange-routes.ts'
import { type Admission, type Listener, type ListenerTls, listenPlain, listenTls } from './http/listener.ts'
import { officeRoutes } from './http/office-routes.ts'
import { opsRoutes } from './http/ops-routes.ts'
import { centresToAsk } from './outbound/centres-to-ask.ts'
import type { PeerState } from './peers/breaker.ts'
import { learnListed } from './revocation/learn-listed.ts'
import { assertNotRetired } from './speaker/speaker.ts'
import { certificateToPem } from './trust/certificate.ts'
import { keyToPem } from './trust/keys.ts'

/** A gateway that serves. */
export interface Gateway {
  ports: { exchange: number; office: number; ops: number }
  /** Readiness first, then requests in hand finish, then everything closes. */
  stop(): Promise<void>
}

/** How long requests in hand may take to finish, in milliseconds. */
const graceMs = 8_000

/** Opens the three listeners and keeps the directory fresh. */
export async function startGateway(context: Context): Promise<Gateway> {
  const { config, clock, log } = context
  let accepting = true
  const tls = listenerTls(context)
  const app = {
    clock,
    sandbox: config.sandbox,
    onRefused: ({
      requestId,
      operationId,
      error,
    }: {
      requestId: string
      operationId: string
      error: GatewayError
    }) =>
      log[error.code === 'INTERNAL' ? 'error' : 'info']({
        event: 'refused',
        requestId,
        operationId,
        ...told(error),
      }),
  }
  const checks = [{ name: 'accepting', check: () => assertAccepting(accepting) }, ...healthChecks(context)]

  const exchange = await listenTls(
    createApp(exchangeRoutes({ receive: context.receive, clock, accepting: () => accepting }), app),
    config.exchange,
    tls,
    admissionOf(context, 'exchange'),
    app,
  )
  const office = await listenTls(
    createApp(officeRoutes(officeDeps(context)), app),
    config.office,
    tls,
    admissionOf(context, 'office'),
    app,
  )
  const ops = await listenPlain(
    createApp(
      opsRoutes({
        readiness: () => readinessOf(checks, clock, context.expiry.warnings().map(toldWarning)),
        async metrics() {
          context.metrics.directory(context.directory.status(), clock())
          context.metrics.revocation(context.revocation?.status() ?? [], clock())
          context.metrics.expiry(context.expiry.terms(), context.expiry.warnings(), clock())
          // Metrics are looked at most when the store is down.
          context.metrics.jobs(await context.jobs.figures().catch(() => []), clock())
          return context.metrics.expose(breakers(context))
        },
      }),
      app,
    ),
    config.ops,
    app,
  )
  context.expiry.look()
  const refreshing = setInterval(() => void refreshDirectory(context), config.directory.refreshSeconds * 1000)
  const refreshingRevocation = watchRevocation(context, [exchange, office, context.peers])
  const ports = { exchange: exchange.port, office: office.port, ops: ops.port }
  log.info({ event: 'serving', sandbox: config.sandbox, ...ports })

  return {
    ports,
    async stop() {
      accepting = false
      clearInterval(refreshing)
      clearInterval(refreshingRevocation)
      await Promise.all([exchange, office].map((listener: Listener) => listener.stop(graceMs)))
      await context.jobs.stop(graceMs)
      await ops.stop(0)
      await context[Symbol.asyncDispose]()
      log.info({ event: 'stopped' })
    },
  }
}

function listenerTls({ config, identity: { tls, anchors } }: Context): ListenerTls {
  return {
    key: keyToPem(tls.key),
    certificate: tls.chain.map(certificateToPem).join(''),
    anchors: anchors.map(certificateToPem).join(''),
    minimum: config.tls.minimum,
  }
}

/** Drops clients whose certificate is not good by our own validation, which asks more than TLS does. */
function admissionOf({ guard, log }: Context, listener: string): Admission {
  return {
    admit: (chain) => guard(chain, 'tls-client'),
    onDropped: (error) => log.info({ event: 'dropped', listener, ...told(toGatewayError(error)) }),
  }
}

/** Asks the sources again and again, and looks again at who is connected, also when nothing new came: grace may have run out. */
function watchRevocation(
  { revocation, config }: Context,
  channels: readonly { recheck(): void }[],
): NodeJS.Timeout | undefined {
  if (!revocation || !config.trust.revocation) return undefined
  const recheck = (): void => channels.forEach((channel) => channel.recheck())
  return setInterval(
    () => void revocation.refresh().then(recheck),
    config.trust.revocation.refreshSeconds * 1000,
  )
}

function officeDeps(context: Context) {
  const { ask, jobs, contracts, config, clock, evidence, lineage } = context
  const clients = new Map(config.office.clients.map(({ thumbprint, name }) => [thumbprint, name] as const))
  return {
    ask,
    jobs,
    clock,
    sandbox: config.sandbox,
    contracts,
    clients,
    evidence,
    lineage,
    peers: () => breakers(context),
    centres: () => centresOf(context),
  }
}

/** Of a centre that we represent and ask ourselves, the breaker before its own interface: nearest to what is sick. */
function breakers({ peers, represented }: Context): PeerState[] {
  const behindUs = represented.states()
  const codes = new Set(behindUs.map(({ code }) => code))
  return [...peers.states().filter(({ code }) => !codes.has(code)), ...behindUs]
}

function assertAccepting(accepting: boolean): undefined {
  if (!accepting) throw new GatewayError('SHUTTING_DOWN')
}

function healthChecks({ store, core, directory, identity, revocation, signer }: Context): HealthCheck[] {
  return [
    {
      name: 'store',
      async check() {
        await store.probe()
        return undefined
      },
    },
    {
      name: 'directory',
      check(now) {
        directory.current(now)
        return directoryFigures(directory.status(), now)
      },
    },
    {
      name: 'certificate',
      check(now) {
        const { thumbprint } = identity.sign.leaf
        const listed = directory.current(now).signing(thumbprint)
        if (!listed) throw new GatewayError('CERTIFICATE_UNKNOWN')
        assertNotRetired(thumbprint, directory.current(now), now)
        listed.certificate.assertTrusted(now)
        return { daysLeft: Math.floor((identity.sign.leaf.notAfter - now) / 86_400_000) }
      },
    },
    ...(signer.probe ? [{ name: 'signer', check: signer.probe }] : []),
    ...(revocation
      ? [{ name: 'revocation', check: (now: number) => revocationFigures(revocation.status(), now) }]
      : []),
    ...(core
      ? [
          {
            name: 'core',
            check() {
              // Something of the file itself: a constant would be answered without it.
              core.all('select count(*) from sqlite_schema')
              return undefined
            },
          },
        ]
      : []),
  ]
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

function centresOf({ directory, clock, config }: Context): OfficeCentres {
  const now = clock()
  const current = directory.current(now)
  return {
    directoryVersion: current.version,
    centres: centresToAsk(current, config.member, chinaDate(now)),
  }
}
