import { setTimeout as later } from 'node:timers'
import { gzipSync } from 'node:zlib'
import iconv from 'iconv-lite'
import type { CentreResult } from '../../src/contracts/generated/types.ts'
import type { ErrorCode } from '../../src/errors.ts'
import { blackhole, dripping, halfOpen, reset as resetTcp } from '../support/fault-proxy.ts'
import {
  answer,
  type Behaviour,
  drip,
  flood,
  hangUp,
  rawAnswer,
  reset,
  say,
  startFaultyServer,
} from '../support/faulty-server.ts'
import { type HttpAnswer, signed } from '../support/member-client.ts'
import { createTestAuthority } from '../support/pki.ts'
import { shanghai } from '../support/sandbox.ts'
import { type FaultStand, wireBytes } from './stand.ts'

/** One fault between two gateways, by its number in the list of threats, and the one right end of an ask that meets it. */
export interface Fault {
  name: string
  /** Brings it about; what it gives is disposed of after the ask. */
  cause(stand: FaultStand): Promise<AsyncDisposable | void> | void
  ends: { state: CentreResult['state']; code?: ErrorCode }
  /** Default: ample. Faults that only a deadline ends have a short one. */
  deadlineSeconds?: number
}

const short = 1
const timeout = { state: 'not-asked', code: 'PEER_TIMEOUT' } as const
const fault = { state: 'not-asked', code: 'PEER_FAULT' } as const
const tooLarge = { state: 'not-asked', code: 'PEER_ANSWER_TOO_LARGE' } as const
const unverified = { state: 'not-asked', code: 'PEER_ANSWER_UNVERIFIED' } as const
const invalid = { state: 'not-asked', code: 'PEER_ANSWER_INVALID' } as const
const head = 'HTTP/1.1 200 OK\r\nContent-Type: application/jose\r\n'
const chunked = `${head}Transfer-Encoding: chunked\r\n\r\n`
const chunk = `4000\r\n${'x'.repeat(0x4000)}\r\n`

/** Delivers the true answer in a way of its own. */
function delivered(
  deliver: (answer: HttpAnswer, ...wire: Parameters<Behaviour>) => void,
): (stand: FaultStand) => void {
  return ({ server, trueAnswer }) =>
    server.behave((wire, raw, request) => {
      void trueAnswer(request.head, request.body).then((answer) => deliver(answer, wire, raw, request))
    })
}

function says(behaviour: Behaviour): (stand: FaultStand) => void {
  return ({ server }) => server.behave(behaviour)
}

/** An answer that Shanghai signed, whatever its payload is. */
function signedAnswer(payload: string | Buffer): (stand: FaultStand) => Promise<void> {
  return async ({ server, member }) => {
    const token = await signed(member(shanghai), payload, { typ: 'hpf-answer+jws' })
    server.behave(answer(token, { 'Content-Type': 'application/jose' }))
  }
}

export const faults: readonly Fault[] = [
  {
    name: 'T86 refused: nobody listens',
    cause: ({ proxy }) => proxy.refuse(),
    ends: { state: 'not-asked', code: 'PEER_UNREACHABLE' },
  },
  {
    name: 'T87 blackhole: a connection and then silence',
    cause: ({ proxy }) => proxy.behave(blackhole),
    ends: timeout,
    deadlineSeconds: short,
  },
  {
    name: 'T88 RST while TLS is being made',
    cause: ({ proxy }) => proxy.behave(resetTcp),
    ends: { state: 'not-asked', code: 'PEER_TLS_FAILED' },
  },
  { name: 'T88 RST before the answer', cause: says(reset), ends: fault },
  {
    name: 'T88 RST in the body',
    cause: delivered((answer, wire, raw) => {
      const bytes = wireBytes(answer)
      wire.write(bytes.subarray(0, bytes.length - 100), () => raw.resetAndDestroy())
    }),
    ends: fault,
  },
  {
    name: 'T88 RST in the body once: the repeat gets the stored answer',
    cause(stand) {
      let lost = 0
      delivered((answer, wire, raw) => {
        const bytes = wireBytes(answer)
        if ((lost += 1) > 1) wire.write(bytes)
        else wire.write(bytes.subarray(0, bytes.length - 100), () => raw.resetAndDestroy())
      })(stand)
    },
    ends: { state: 'answered' },
  },
  {
    name: 'T89 FIN before TLS, the other half open',
    cause: ({ proxy }) => proxy.behave(halfOpen),
    ends: { state: 'not-asked', code: 'PEER_TLS_FAILED' },
  },
  { name: 'T89 FIN instead of an answer', cause: says(hangUp), ends: fault },
  {
    name: 'T90 an answer after the deadline',
    cause: delivered((answer, wire) => void later(() => wire.write(wireBytes(answer)), short * 1_200)),
    ends: timeout,
    deadlineSeconds: short,
  },
  {
    name: 'T91 a drip: TLS byte by byte',
    cause: ({ proxy }) => proxy.behave(dripping(5)),
    ends: timeout,
    deadlineSeconds: short,
  },
  {
    name: 'T91 a drip: the body byte by byte',
    cause: says(drip(`${head}Content-Length: 100000\r\n\r\n`, 'x', 5)),
    ends: timeout,
    deadlineSeconds: short,
  },
  {
    name: 'T92 a body short of its length',
    cause: delivered((answer, wire) => {
      wire.end(wireBytes(answer, { 'Content-Length': answer.body.length + 1 }))
    }),
    ends: fault,
  },
  {
    name: 'T93 a body in excess of its length',
    cause: delivered((answer, wire) => {
      wire.write(Buffer.concat([wireBytes(answer), Buffer.from('and more')]))
    }),
    ends: fault,
  },
  {
    name: 'T93 a length short of the body',
    cause: delivered((answer, wire) => {
      wire.write(wireBytes(answer, { 'Content-Length': answer.body.length - 1 }))
    }),
    ends: fault,
  },
  { name: 'T94 chunks without an end', cause: says(flood(chunked, chunk)), ends: tooLarge },
  {
    name: 'T95 1 GiB',
    cause: says(flood(`${head}Content-Length: ${2 ** 30}\r\n\r\n`, 'x'.repeat(0x4000))),
    ends: tooLarge,
  },
  { name: 'T96 signed, but no JSON', cause: signedAnswer('{"version":'), ends: invalid },
  {
    name: 'T97 signed, but in another charset',
    cause: signedAnswer(iconv.encode('{"version":"1","name":"上海市"}', 'gb18030')),
    ends: invalid,
  },
  {
    name: 'T98 a gzip lie',
    cause: delivered((answer, wire) => wire.write(wireBytes(answer, { 'Content-Encoding': 'gzip' }))),
    ends: fault,
  },
  {
    name: 'T98 gzip that does not say so',
    cause: delivered((answer, wire) => wire.write(wireBytes({ ...answer, body: gzipSync(answer.body) }))),
    ends: unverified,
  },
  {
    name: 'T99 a redirect to loopback',
    cause: ({ server, federation }) =>
      server.behave(
        answer(
          '',
          { Location: `http://127.0.0.1:${federation.of(shanghai).ports.ops}/metrics` },
          '307 Temporary Redirect',
        ),
      ),
    ends: unverified,
  },
  {
    name: 'T99 a redirect to a cloud’s metadata',
    cause: says(answer('', { Location: 'http://169.254.169.254/latest/meta-data/' }, '302 Found')),
    ends: unverified,
  },
  {
    name: 'T100 an unsigned 200',
    cause: says(answer('{"outcome":"no-record"}', { 'Content-Type': 'application/json' })),
    ends: unverified,
  },
  {
    name: 'T101 DNS rebinding: the same name leads to a stranger',
    async cause({ proxy }) {
      const { key, certificate } = createTestAuthority('A stranger').issue({ name: 's', ips: ['127.0.0.1'] })
      const stranger = await startFaultyServer({ key, cert: certificate }, heard)
      proxy.leadTo(stranger.port)
      return stranger
    },
    ends: { state: 'not-asked', code: 'PEER_TLS_FAILED' },
  },
  {
    name: 'a status of 503 without a signature, once',
    cause(stand) {
      let said = 0
      const overloaded = rawAnswer('{}', { 'Content-Type': 'application/problem+json' }, '503 Unavailable')
      delivered((answer, wire) => wire.write((said += 1) > 1 ? wireBytes(answer) : overloaded))(stand)
    },
    ends: { state: 'answered' },
  },
  {
    name: 'nonsense in place of HTTP',
    cause: says(say('SSH-2.0-OpenSSH_9.9\r\n')),
    ends: fault,
  },
]

/** A stranger who hears the question: that must not be. */
function heard(): never {
  throw new Error('a stranger was asked')
}
