import { defaultPeerSettings } from '../../src/peers/settings.ts'
import { hubCode } from '../../src/sandbox/members.ts'
import { serveCentres } from '../../src/sandbox/serve-centres.ts'
import { builtPages } from './built-pages.ts'
import { consoleOrigin, startProvider } from './console-sign-in.ts'
import { type FaultProxy, startFaultProxy } from './fault-proxy.ts'
import { serveInProcess } from './in-process.ts'
import { hangzhou, hefei, jiangsu, prepareFederation, shanghai, type TestFederation } from './sandbox.ts'

/** 江苏省直's console over a federation that runs: gateways as processes, the hub with its centres, the identity provider. */
export interface ConsoleStand extends AsyncDisposable {
  federation: TestFederation
  origin: string
  /** What 江苏省直's gateway logged so far. */
  log: readonly string[]
  /** Between 江苏省直 and 杭州. */
  hangzhouLine: FaultProxy
  /** Between 江苏省直 and 合肥. */
  hefeiLine: FaultProxy
}

/** The pages are built first, unless they are there already. Nobody waits long for a peer to be tried again. `running`: whose gateways run, besides. */
export async function startConsoleStand(
  running: readonly string[] = [shanghai, hangzhou, hefei, hubCode],
): Promise<ConsoleStand> {
  await using stack = new AsyncDisposableStack()
  const [federation] = await Promise.all([prepareFederation(), builtPages()])
  stack.use(federation)
  const [hangzhouLine, hefeiLine] = await Promise.all(
    [hangzhou, hefei].map(async (code) =>
      stack.use(await startFaultProxy(federation.of(code).ports.exchange)),
    ),
  )
  if (!hangzhouLine || !hefeiLine) throw new RangeError('no lines')
  const lines: Record<string, FaultProxy> = { [hangzhou]: hangzhouLine, [hefei]: hefeiLine }
  federation.publish((directory) => ({
    ...directory,
    members: directory.members.map((member) => {
      const line = lines[member.code]
      return line ? { ...member, endpoints: [line.origin] } : member
    }),
  }))
  stack.use(await serveCentres(federation.files, Date.now))
  const breaker = { ...defaultPeerSettings.breaker, resetMs: 1_000 }
  const [{ lines: log }] = await Promise.all([
    serveInProcess(federation, jiangsu, { peerSettings: { ...defaultPeerSettings, breaker } }),
    startProvider(federation),
    ...running.map((code) => federation.start(code)),
  ])
  const close = stack.move()
  return {
    federation,
    origin: consoleOrigin(federation),
    log,
    hangzhouLine,
    hefeiLine,
    [Symbol.asyncDispose]: () => close.disposeAsync(),
  }
}
