import type { Context } from '../../src/composition/context.ts'
import type { CentreResult } from '../../src/contracts/generated/types.ts'
import { defaultPeerSettings, type PeerSettings } from '../../src/peers/settings.ts'
import { sandboxQuestion } from '../../src/sandbox/question.ts'
import { type FaultProxy, pass, startFaultProxy } from '../support/fault-proxy.ts'
import { type Behaviour, type FaultyServer, rawAnswer, startFaultyServer } from '../support/faulty-server.ts'
import { contextOf } from '../support/in-process.ts'
import { http, type HttpAnswer, memberOf, type TestMember } from '../support/member-client.ts'
import { hangzhou, jiangsu, prepareFederation, shanghai, type TestFederation } from '../support/sandbox.ts'

/**
 * Two real gateways with faults between them. Jiangsu asks Shanghai: through a proxy that breaks TCP, to a server that speaks TLS as
 * Shanghai and breaks HTTP, with the true and signed answers of Shanghai's gateway behind it.
 */
export interface FaultStand extends AsyncDisposable {
  federation: TestFederation
  /** Jiangsu's gateway. */
  context: Context
  proxy: FaultProxy
  server: FaultyServer
  member(code: string): TestMember
  /** What Shanghai's gateway says to the same request. */
  trueAnswer(head: string, body: Buffer): Promise<HttpAnswer>
  /** Asks Shanghai, or another centre, for a certificate. */
  ask(deadlineSeconds: number, centre?: string): Promise<CentreResult>
  /** All is well again. */
  mend(): Promise<void>
}

/** `settings` of Jiangsu. By default no breaker opens, so that each fault is met. */
export async function prepareFaultStand(
  settings: Partial<PeerSettings> = { breaker: { ...defaultPeerSettings.breaker, minimumAsks: 1e6 } },
): Promise<FaultStand> {
  await using stack = new AsyncDisposableStack()
  const federation = stack.use(await prepareFederation())
  const member = (code: string): TestMember => memberOf(federation, code)
  const { key, cert, ca } = member(shanghai).tls
  const server = stack.use(
    await startFaultyServer({ key, cert, ca, requestCert: true, rejectUnauthorized: true }),
  )
  const proxy = stack.use(await startFaultProxy(server.port))
  federation.publish((directory) => ({
    ...directory,
    members: directory.members.map((each) =>
      each.code === shanghai ? { ...each, endpoints: [proxy.origin] } : each,
    ),
  }))
  await Promise.all([federation.start(shanghai), federation.start(hangzhou)])
  const context = stack.use(
    await contextOf(federation, jiangsu, { peerSettings: { ...defaultPeerSettings, ...settings } }),
  )

  function trueAnswer(head: string, body: Buffer): Promise<HttpAnswer> {
    return http({
      port: federation.of(shanghai).ports.exchange,
      path: head.split(' ')[1] ?? '',
      tls: member(jiangsu).tls,
      body,
      headers: { 'content-type': 'application/jose' },
    })
  }
  async function mend(): Promise<void> {
    server.behave(honest)
    proxy.behave(pass)
    proxy.leadTo(server.port)
    await proxy.listen()
  }
  const honest: Behaviour = (wire, _, { head, body }) =>
    void trueAnswer(head, body).then((answer) => wire.write(wireBytes(answer)))
  await mend()
  const close = stack.move()
  return {
    federation,
    context,
    proxy,
    server,
    member,
    trueAnswer,
    async ask(deadlineSeconds, centre = shanghai) {
      const question = sandboxQuestion(jiangsu, [centre], 'normal', Date.now())
      const { results } = await context.ask({ ...question, deadlineSeconds })
      const [result] = results
      if (!result) throw new RangeError('no result')
      return result
    },
    mend,
    [Symbol.asyncDispose]: () => close.disposeAsync(),
  }
}

/** An answer as it goes over the wire; `headers` may contradict the body. */
export function wireBytes(
  { status, headers, body }: HttpAnswer,
  changes: Record<string, string | number> = {},
): Buffer {
  const all = { 'Content-Type': String(headers['content-type']), ...changes }
  return rawAnswer(body, all, `${status} Status`)
}
