/** One message to a centre's own interface. The same shape as the engine's, since doors do not import one another. */
export type LineCall =
  | {
      transport: 'http'
      name: string
      method: 'GET' | 'POST'
      /** Below the endpoint, with its query. */
      path: string
      headers: Readonly<Record<string, string>>
      body: Buffer | undefined
    }
  | {
      transport: 'tcp'
      name: string
      bytes: Buffer
      reply: { headerBytes: number; lengthBytes: 2 | 4 } | 'end-of-stream'
    }

/** What came back, unjudged: any HTTP status is a reply. */
export interface LineReply {
  /** Absent over TCP. */
  status?: number
  /** Without header and length, where the call has them. */
  bytes: Buffer
}

/**
 * The way to one centre's interface. Every message has a connection of its own: were connections shared, bytes left over from one
 * person's answer could be taken for the answer about the next, and most interfaces do not say whom they speak of.
 */
export interface Line extends Disposable {
  /**
   * Sends one message and gives the whole reply. `signal` ends it wherever it is.
   * Errors: CENTRE_UNAVAILABLE where nothing came, CENTRE_ANSWER_INVALID where what came is too large or not whole.
   */
  send(call: LineCall, signal: AbortSignal): Promise<LineReply>
}

/** Limits towards one centre. */
export interface LineSettings {
  /** Longest wait for name, TCP and TLS, in milliseconds. */
  connectMs: number
  /** Largest reply, in bytes. */
  maxAnswerBytes: number
}

export const defaultLineSettings: LineSettings = { connectMs: 3_000, maxAnswerBytes: 1_048_576 }

export interface LineAccess {
  /** The centre's code, for errors. */
  centre: string
  /** `http://…`, `https://…` or `tcp://host:port`. */
  endpoint: string
  /** Who vouches for an https server, PEM; public authorities do not. */
  anchors: string
}
