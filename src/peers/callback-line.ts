import { Agent } from 'node:https'
import type { Readable } from 'node:stream'
import { create as createClient } from 'axios'
import type { Clock } from '../clock.ts'
import { GatewayError } from '../errors.ts'
import { type BreakerFigures, type BreakerState, createBreaker } from './breaker.ts'
import { brokenLine } from './reason-code.ts'
import type { BreakerSettings } from './settings.ts'

/** The way to a place that callbacks are posted to: its own connections and its own breaker, so that it holds up no other. */
export interface CallbackLine extends Disposable {
  /** How many more it may be sent at the moment, where `inHand` are on their way. */
  room(inHand: number): number
  /**
   * Posts once, without redirects; of the answer only the status counts. True: 2xx, false: 410. Fails with CALLBACK_UNDELIVERED, and
   * with PEER_BREAKER_OPEN or SHUTTING_DOWN where nothing was sent.
   */
  post(letter: { headers: Readonly<Record<string, string>>; body: Buffer }): Promise<boolean>
  figures(): BreakerFigures
}

export interface CallbackLineDeps {
  /** For errors. */
  name: string
  url: string
  tls: {
    /** Who vouches for the place, PEM; public authorities do not. */
    anchors: string
    /** What we show in TLS, PEM. */
    key: string
    certificate: string
  }
  settings: CallbackLineSettings
  clock: Clock
  onStateChange(state: BreakerState): void
}

export interface CallbackLineSettings {
  /** From the first byte of the connection to the status, in milliseconds. */
  timeoutMs: number
  /** Posts at a time. */
  concurrency: number
  breaker: BreakerSettings
}

export const defaultCallbackLineSettings: CallbackLineSettings = {
  timeoutMs: 10_000,
  concurrency: 4,
  breaker: { windowMs: 60_000, minimumAsks: 4, failurePercent: 50, resetMs: 30_000 },
}

/** Connections are not kept: a place is seldom told something. */
export function createCallbackLine({ name, url, tls, clock, ...deps }: CallbackLineDeps): CallbackLine {
  const { timeoutMs, concurrency } = deps.settings
  const httpsAgent = new Agent({
    ca: tls.anchors,
    key: tls.key,
    cert: tls.certificate,
    minVersion: 'TLSv1.2',
    // Said aloud, since NODE_TLS_REJECT_UNAUTHORIZED=0 would switch it off where it is left out.
    rejectUnauthorized: true,
    maxCachedSessions: 0,
    keepAlive: false,
  })
  const client = createClient({
    adapter: 'http',
    method: 'post',
    responseType: 'stream',
    maxRedirects: 0,
    proxy: false,
    decompress: false,
    httpsAgent,
    validateStatus: () => true,
    transformRequest: [],
    headers: { Accept: '*/*', 'User-Agent': 'yangtze-delta-exchange-gateway' },
  })
  const breaker = createBreaker({
    peer: name,
    settings: deps.settings.breaker,
    clock,
    onStateChange: deps.onStateChange,
    isHealth: () => false,
  })

  function undelivered(detail: string): GatewayError {
    return new GatewayError('CALLBACK_UNDELIVERED', { where: name, detail })
  }

  /** A place that answers is well, whatever it says, unless it says itself that it is not. */
  async function status(letter: Parameters<CallbackLine['post']>[0]): Promise<number> {
    const signal = AbortSignal.timeout(timeoutMs)
    try {
      const { status, data } = await client.request<Readable>({
        url,
        headers: letter.headers,
        data: letter.body,
        signal,
      })
      data.on('error', () => undefined).destroy()
      if (status < 500 && status !== 429) return status
      throw undelivered(`HTTP ${status}`)
    } catch (thrown) {
      if (thrown instanceof GatewayError) throw thrown
      throw undelivered(
        signal.aborted ? `在此时限内未应答 no answer within ${timeoutMs} ms` : brokenLine(thrown),
      )
    }
  }

  return {
    room(inHand) {
      const { state } = breaker.figures()
      if (state === 'open') return 0
      return (state === 'half-open' ? 1 : concurrency) - inHand
    },
    async post(letter) {
      breaker.admit()
      const came = await breaker.run(() => status(letter))
      if (came >= 200 && came < 300) return true
      if (came === 410) return false
      throw undelivered(`HTTP ${came}`)
    },
    figures: () => breaker.figures(),
    [Symbol.dispose]() {
      breaker.shutdown()
      httpsAgent.destroy()
    },
  }
}
