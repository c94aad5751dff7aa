import type { OfficeResult } from '../../src/contracts/generated/types.ts'
import { sandboxQuestion } from '../../src/sandbox/question.ts'
import { builtPages } from './built-pages.ts'
import { consoleOrigin, startProvider } from './console-sign-in.ts'
import { type FaultProxy, startFaultProxy } from './fault-proxy.ts'
import { askOffice, disconnect, json, memberOf } from './member-client.ts'
import {
  type GatewayProcess,
  hefei,
  jiangsu,
  prepareFederation,
  shanghai,
  type TestFederation,
} from './sandbox.ts'

/** 江苏省直's console, with 上海 and 合肥 to ask, all as processes: what an operator steers is what would run. */
export interface OperatorStand extends AsyncDisposable {
  federation: TestFederation
  origin: string
  /** Between 江苏省直 and 合肥. */
  line: FaultProxy
  /** 合肥, as it was started first. */
  hefeiProcess: GatewayProcess
  /** One question about 沈清和; gives how it ended. */
  ask(centre: string): Promise<string>
}

export async function startOperatorStand(): Promise<OperatorStand> {
  await using stack = new AsyncDisposableStack()
  const [federation] = await Promise.all([prepareFederation(), builtPages()])
  stack.use(federation)
  const line = stack.use(await startFaultProxy(federation.of(hefei).ports.exchange))
  federation.publish((directory) => ({
    ...directory,
    members: directory.members.map((member) =>
      member.code === hefei ? { ...member, endpoints: [line.origin] } : member,
    ),
  }))
  const [hefeiProcess] = await Promise.all([
    federation.start(hefei),
    federation.start(shanghai),
    federation.start(jiangsu),
    startProvider(federation),
  ])
  const member = memberOf(federation, jiangsu)
  stack.defer(() => disconnect(member.office))
  const close = stack.move()
  return {
    federation,
    origin: consoleOrigin(federation),
    line,
    hefeiProcess,
    async ask(centre) {
      const question = sandboxQuestion(jiangsu, [centre], 'normal', Date.now())
      const [result] = json<OfficeResult>(await askOffice(federation, member, question)).results
      return result?.problem?.code ?? result?.state ?? 'nothing'
    },
    [Symbol.asyncDispose]: () => close.disposeAsync(),
  }
}
