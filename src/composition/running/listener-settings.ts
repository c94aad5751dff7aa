import { toGatewayError } from '../../errors.ts'
import { told } from '../../events/events.ts'
import type { Admission, ListenerTls } from '../../http/listener.ts'
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
