import { configurationChanges, configurationVersion } from './running/configuration-version.ts'
import type { Context } from './context.ts'
import { toldConfiguration } from '../domain/configuration-status.ts'
import { GatewayError } from '../errors.ts'
import { createRequestEvents } from '../events/request-events.ts'
import { toldWarning } from '../expiry/advice.ts'
import { type HealthCheck, type Readiness, readinessOf } from '../health.ts'
import { createApp } from '../http/app.ts'
import { exchangeRoutes } from '../http/exchange-routes.ts'
import { type Listener, listenPlain, listenTls } from '../http/listener.ts'
import { opsRoutes } from '../http/ops-routes.ts'
import { figures } from './running/figures.ts'
import { keepFresh } from './running/freshness.ts'
import { healthChecks } from './running/health-checks.ts'
import { admissionOf, exchangeTls, officeSharing, officeTls } from './running/listener-settings.ts'
import { createReloads } from './running/reloads.ts'
import { retire, serve, type Serving } from './running/serving.ts'

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
    exchangeTls(context),
    admissionOf(current, 'exchange'),
    app,
  )
  const office = await listenTls(
    (request, response) => serving.office(request, response),
    config.office,
    officeTls(context),
    { ...admissionOf(current, 'office'), sharing: officeSharing(current) },
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
  let watching = keepFresh(context, [exchange, office, context.peers])
  const ports = { exchange: exchange.port, office: office.port, ops: ops.port }
  log.info({ event: 'serving', sandbox: config.sandbox, ...ports })

  function swapTo(next: Context) {
    exchange.renew(exchangeTls(next))
    office.renew(officeTls(next))
    const before = serving
    serving = serve(next, officeApp)
    watching[Symbol.dispose]()
    const channels = [exchange, office, next.peers]
    watching = keepFresh(next, channels)
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
    reload: async (make) => accepting && (await reloads.run(make)),
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

function assertAccepting(accepting: boolean): undefined {
  if (!accepting) throw new GatewayError('SHUTTING_DOWN')
}
