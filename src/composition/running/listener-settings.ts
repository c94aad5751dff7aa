import { networkOf } from '../../domain/network-address.ts'
import { createRequestRate } from '../../domain/request-rate.ts'
import { GatewayError, toGatewayError } from '../../errors.ts'
import { told } from '../../events/events.ts'
import type { Admission, ListenerTls } from '../../http/listener.ts'
import type { Sharing } from '../../http/shared-connections.ts'
import { certificateToPem } from '../../trust/certificate.ts'
import { keyToPem } from '../../trust/keys.ts'
import type { Context } from '../context.ts'

export function officeTls(context: Context): ListenerTls {
  // A browser has no certificate of ours.
  const anonymous = context.access.schemes.length > 0 || context.console !== undefined
  return { ...exchangeTls(context), anonymous }
}

export function exchangeTls({ config, identity: { tls, anchors } }: Context): ListenerTls {
  return {
    key: keyToPem(tls.key),
    certificate: tls.chain.map(certificateToPem).join(''),
    anchors: anchors.map(certificateToPem).join(''),
    minimum: config.tls.minimum,
  }
}

/** Drops clients whose certificate is not good by our own validation, which asks more than TLS does. */
export function admissionOf(current: () => Context, listener: string): Admission {
  return {
    admit: (chain) => current().guard(chain, 'tls-client'),
    onDropped: (error) => current().log.info({ event: 'dropped', listener, ...told(toGatewayError(error)) }),
  }
}

/** At the office listener, where anybody may knock. Of an address (a network in IPv6) that has its share the metrics hear each time, the log once a minute. */
export function officeSharing(current: () => Context): Sharing {
  const lines = createRequestRate()
  return {
    isProxy: (address) => current().config.office.console?.trustedProxies.includes(address) ?? false,
    onCrowded(address) {
      const { clock, log, metrics } = current()
      const where = networkOf(address)
      const error = new GatewayError('OVERLOADED', {
        where,
        detail: '该地址的连接过多 too many connections from this address',
      })
      metrics.refused('', error.code)
      if (lines.admit(where, 1, clock()).waitSeconds === 0)
        log.warn({ event: 'dropped', listener: 'office', ...told(error) })
    },
  }
}
