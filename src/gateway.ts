import type { Context } from './context.ts'
import { GatewayError, toGatewayError } from './errors.ts'
import { told } from './events.ts'
import { type HealthCheck, readinessOf } from './health.ts'
import { createApp } from './http/app.ts'
import { exchangeRoutes } from './http/exchange-routes.ts'
import { type Listener, type ListenerTls, listenPlain, listenTls } from './http/listener.ts'
import { officeRoutes } from './http/office-routes.ts'
import { opsRoutes } from './http/ops-routes.ts'
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
  )
  const office = await listenTls(createApp(officeRoutes(officeDeps(context)), app), config.office, tls)
  const ops = await listenPlain(
    createApp(
      opsRoutes({
        readiness: () => readinessOf(checks, clock),
        metrics: () => context.metrics.expose(context.peers.states()),
      }),
      app,
    ),
    config.ops,
  )
  const refreshing = setInterval(() => void refreshDirectory(context), config.directory.refreshSeconds * 1000)
  const ports = { exchange: exchange.port, office: office.port, ops: ops.port }
  log.info({ event: 'serving', sandbox: config.sandbox, ...ports })

  return {
    ports,
    async stop() {
      accepting = false
      clearInterval(refreshing)
      await Promise.all([exchange, office].map((listener: Listener) => listener.stop(graceMs)))
      await ops.stop(0)
      await context[Symbol.asyncDispose]()
      log.info({ event: 'stopped' })
    },
  }
}

function listenerTls({ identity: { tls, anchors } }: Context): ListenerTls {
  return {
    key: keyToPem(tls.key),
    certificate: tls.chain.map(certificateToPem).join(''),
    anchors: anchors.map(certificateToPem).join(''),
  }
}

function officeDeps({ ask, contracts, config, evidence, peers }: Context) {
  const clients = new Set(config.office.clients.map(({ thumbprint }) => thumbprint))
  return { ask, contracts, clients, evidence, peers: () => peers.states() }
}

function assertAccepting(accepting: boolean): undefined {
  if (!accepting) throw new GatewayError('SHUTTING_DOWN')
}

function healthChecks({ store, core, directory, identity }: Context): HealthCheck[] {
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
        const { version, expires } = directory.current(now)
        return { version, expiresInSeconds: expires - Math.floor(now / 1000) }
      },
    },
    {
      name: 'certificate',
      check(now) {
        const listed = directory.current(now).signing(identity.sign.leaf.thumbprint)
        if (!listed) throw new GatewayError('CERTIFICATE_UNKNOWN')
        listed.certificate.assertTrusted(now)
        return { daysLeft: Math.floor((identity.sign.leaf.notAfter - now) / 86_400_000) }
      },
    },
    ...(core
      ? [
          {
            name: 'core',
            check() {
              core.all('select 1')
              return undefined
            },
          },
        ]
      : []),
  ]
}

async function refreshDirectory({ directory, log }: Context): Promise<void> {
  try {
    await directory.refresh()
  } catch (thrown) {
    log.error({ event: 'directory', ...told(toGatewayError(thrown)) })
  }
}
