import type { RequestListener } from 'node:http'
import { breakersOf } from './breakers.ts'
import { chinaDate } from './clock.ts'
import type { Context } from './context.ts'
import type { OfficeCentres } from './contracts/generated/types.ts'
import { GatewayError, toGatewayError } from './errors.ts'
import { told } from './events.ts'
import { toldWarning } from './expiry/advice.ts'
import { configurationChanges, configurationVersion } from './configuration-version.ts'
import {
  directoryFigures,
  type HealthCheck,
  type Readiness,
  readinessOf,
  revocationFigures,
} from './health.ts'
import { type AppDeps, createApp } from './http/app.ts'
import { exchangeRoutes } from './http/exchange-routes.ts'
import { createInHand, type InHand } from './http/in-hand.ts'
import { type Admission, type Listener, type ListenerTls, listenPlain, listenTls } from './http/listener.ts'
import { officeRoutes } from './http/office-routes.ts'
import { opsRoutes } from './http/ops-routes.ts'
import type { Receive } from './inbound/receive.ts'
import { officeStatus } from './office-status.ts'
import { centresToAsk } from './outbound/centres-to-ask.ts'
import { type ConfigurationStatus, toldConfiguration } from './domain/configuration-status.ts'
import { createReloads } from './reloads.ts'
import { createRequestEvents } from './request-events.ts'
import { learnListed } from './revocation/learn-listed.ts'
import { assertNotRetired } from './speaker/speaker.ts'
import { certificateToPem } from './trust/certificate.ts'
import { keyToPem } from './trust/keys.ts'

/** A gateway that serves. */
export interface Gateway {
  ports: { exchange: number; office: number; ops: number }
  /**
   * Goes on with the context that `make` gives, made with the same lasting parts: requests to come are its own, those in hand end
   * with the one before. False where it fails: then nothing has changed, and log, health and metrics say why. Not once it stops.
   */
  reload(make: () => Promise<Context>): Promise<boolean>
  /** Readiness first, then requests in hand finish, then everything closes. */
  stop(): Promise<void>
}

/** How long requests in hand may take to finish, in milliseconds: when the gateway stops, and when only the configuration changes. */
const graceMs = 8_000
const patienceMs = 90_000

/** Opens the three listeners and keeps the directory fresh. */
export async function startGateway(context: Context): Promise<Gateway> {
  const { config, clock, log, metrics } = context
  let accepting = true
  const requests = createRequestEvents(log, metrics, () => current().maintenance.current() !== undefined)
  const app = { clock, sandbox: config.sandbox, onRefused: requests.onRefused }
  const officeApp = { ...app, onEnded: requests.officeEnded }
  let serving = serve(context, officeApp)
  const current = (): Context => serving.context
  const checks = (): HealthCheck[] => [
    { name: 'accepting', check: () => assertAccepting(accepting) },
    { name: 'configuration', check: () => ({ ...toldConfiguration(reloads.status()) }) },
    ...healthChecks(current()),
  ]

  const readiness = (): Promise<Readiness> =>
    readinessOf(checks(), {
      clock,
      warnings: current().expiry.warnings().map(toldWarning),
      maintenance: current().maintenance.current(),
    })

  const exchange = await listenTls(
    createApp(
      exchangeRoutes({ receive: (incoming) => serving.receive(incoming), clock, accepting: () => accepting }),
      { ...app, onEnded: requests.exchangeEnded },
    ),
    config.exchange,
    listenerTls(context),
    admissionOf(current, 'exchange'),
    app,
  )
  const office = await listenTls(
    (request, response) => serving.office(request, response),
    config.office,
    officeTls(context),
    admissionOf(current, 'office'),
    app,
  )
  const ops = await listenPlain(
    createApp(
      opsRoutes({
        readiness,
        metrics: async () => figures(current(), await readiness(), reloads.status()),
      }),
      app,
    ),
    config.ops,
    app,
  )
  const reloads = createReloads<Context>({
    version: configurationVersion(context),
    clock,
    log,
    metrics,
    swap: swapTo,
  })
  context.operation.configuration = reloads.status
  const retiring = new Set<Serving>()
  let watching = watch(context, [exchange, office, context.peers])
  const ports = { exchange: exchange.port, office: office.port, ops: ops.port }
  log.info({ event: 'serving', sandbox: config.sandbox, ...ports })

  function swapTo(next: Context) {
    exchange.renew(listenerTls(next))
    office.renew(officeTls(next))
    const before = serving
    serving = serve(next, officeApp)
    watching[Symbol.dispose]()
    const channels = [exchange, office, next.peers]
    watching = watch(next, channels)
    for (const channel of channels) channel.recheck()
    retiring.add(before)
    void retire(before, patienceMs).finally(() => retiring.delete(before))
    return {
      version: configurationVersion(next),
      logLevel: next.config.logLevel,
      changed: configurationChanges(before.context, next),
    }
  }

  return {
    ports,
    reload: (make) => reloads.run(make),
    async stop() {
      accepting = false
      await reloads.settled()
      watching[Symbol.dispose]()
      // Who watches a job does so as long as it is open: that would keep the listener.
      for (const { context: each } of [serving, ...retiring]) each.jobs.letGo()
      await Promise.all([exchange, office].map((listener: Listener) => listener.stop(graceMs)))
      await Promise.all([serving, ...retiring].map((each) => retire(each, graceMs)))
      await ops.stop(0)
      log.info({ event: 'stopped' })
    },
  }
}

/** One configuration at work. */
interface Serving {
  context: Context
  receive: Receive
  office: RequestListener
  inHand: InHand
  /** What was in hand when it began to end. */
  ending?: Promise<unknown>
}

function serve(context: Context, app: AppDeps): Serving {
  const inHand = createInHand()
  return {
    context,
    receive: (incoming) => inHand.work(context.receive(incoming)),
    office: inHand.requests(createApp([...officeRoutes(officeDeps(context)), ...context.console], app)),
    inHand,
  }
}

/** Takes no more, lets what is in hand end for `atMostMs`, and closes. */
async function retire(serving: Serving, atMostMs: number): Promise<void> {
  const { context, inHand } = serving
  const { jobs, callbacks } = context
  jobs.letGo()
  serving.ending ??= Promise.all([inHand.idle(), jobs.stop(atMostMs), callbacks.stop(atMostMs)])
  const patience = new Promise((resolve) => setTimeout(resolve, atMostMs).unref())
  await Promise.race([serving.ending, patience])
  await context[Symbol.asyncDispose]()
}

async function figures(context: Context, { checks }: Readiness, configuration: ConfigurationStatus) {
  const { metrics, store, clock, directory, revocation, expiry, jobs, callbacks, maintenance } = context
  metrics.checks(checks)
  metrics.configuration(configuration)
  metrics.maintenance(maintenance.current() !== undefined)
  metrics.directory(directory.status(), clock())
  metrics.revocation(revocation?.status() ?? [], clock())
  metrics.expiry(expiry.terms(), expiry.warnings(), clock())
  // Metrics are looked at most when the store is down.
  const head = await store.journal.head().catch(() => undefined)
  if (head) metrics.journal(head.sequence)
  for (const kind of ['backup', 'drill'] as const) {
    const last = await store.upkeep.last(kind).catch(() => 'unknown' as const)
    if (last !== 'unknown') metrics.upkeep(kind, last)
  }
  metrics.sessions(await store.sessions.figures(clock()).catch(() => undefined))
  metrics.jobs(await jobs.figures().catch(() => undefined), clock())
  const pending = await callbacks.figures().catch(() => [])
  metrics.callbacks(pending, callbacks.places(), clock())
  return metrics.expose(breakersOf(context))
}

function officeTls(context: Context): ListenerTls {
  // A browser has no certificate of ours.
  const anonymous = context.access.schemes.length > 0 || context.console.length > 0
  return { ...listenerTls(context), anonymous }
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
function admissionOf(current: () => Context, listener: string): Admission {
  return {
    admit: (chain) => current().guard(chain, 'tls-client'),
    onDropped: (error) => current().log.info({ event: 'dropped', listener, ...told(toGatewayError(error)) }),
  }
}

/** Keeps directory and revocation data fresh. */
function watch(context: Context, channels: readonly { recheck(): void }[]): Disposable {
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
  const { ask, jobs, callbacks, contracts, config, clock, access, maintenance, evidence, lineage } = context
  return {
    ask,
    jobs,
    callbacks,
    clock,
    sandbox: config.sandbox,
    contracts,
    access,
    evidence,
    lineage,
    maintenance: maintenance.current,
    peers: () => breakersOf(context),
    centres: () => centresOf(context),
    status: () =>
      officeStatus({
        clock,
        centres: () => centresOf(context).centres,
        healths: () => breakersOf(context).filter((peer) => peer.class === 'query'),
        availability: context.availability,
        maintenance: maintenance.current,
      }),
  }
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
