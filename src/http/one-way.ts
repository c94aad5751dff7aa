import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { GatewayError } from '../errors.ts'

const ended = new WeakSet<Socket>()

/**
 * What is read in one way only, beyond what Node itself sees to: with one Host (RFC 9112 section 3.2), and with no transfer coding but
 * chunked, which would be left in the body (section 6.1). Else fails with HTTP_MALFORMED and ends the connection: what comes behind
 * may be a part of it.
 */
export function assertOneWay(
  { socket, httpVersion, headersDistinct: { host = [], 'transfer-encoding': codings } }: IncomingMessage,
  response: ServerResponse,
): void {
  const fault =
    hostFault(host, httpVersion) ??
    (codings && codings.join().trim().toLowerCase() !== 'chunked' ? 'transfer-encoding' : undefined)
  if (fault !== undefined) ended.add(socket)
  if (!ended.has(socket)) return
  response.setHeader('connection', 'close')
  throw new GatewayError('HTTP_MALFORMED', fault === undefined ? {} : { where: fault })
}

function hostFault(hosts: readonly string[], httpVersion: string): string | undefined {
  return hosts.length > 1 || (hosts.length === 0 && httpVersion === '1.1') ? 'host' : undefined
}

/** RFC 9110 section 10.1.1. Whoever expects something else of us learns that it is not done. Fails with EXPECTATION_UNKNOWN. */
export function assertExpectation({ headers: { expect } }: IncomingMessage): void {
  if (expect === undefined || expect.trim().toLowerCase() === '100-continue') return
  throw new GatewayError('EXPECTATION_UNKNOWN', { where: 'expect' })
}
