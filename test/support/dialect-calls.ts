import type { Call } from '../../src/dialects/engine/dialect.ts'

export type HttpCall = Extract<Call, { transport: 'http' }>
export type TcpCall = Extract<Call, { transport: 'tcp' }>

export function httpCall(call: Call | undefined): HttpCall {
  if (call?.transport !== 'http') throw new TypeError('no call over HTTP')
  return call
}

export function tcpCall(call: Call | undefined): TcpCall {
  if (call?.transport !== 'tcp') throw new TypeError('no call over TCP')
  return call
}

/** The body of a call that sends JSON. */
export function jsonIn(call: Call | undefined) {
  return JSON.parse(String(httpCall(call).body))
}

/** The body of a call that sends a form. */
export function formIn(call: Call | undefined): URLSearchParams {
  return new URLSearchParams(String(httpCall(call).body))
}
