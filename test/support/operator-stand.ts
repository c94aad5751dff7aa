import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { OfficeResult } from '../../src/contracts/generated/types.ts'
import { sandboxQuestion } from '../../src/sandbox/question.ts'
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
  await promisify(execFile)(process.execPath, [
    fileURLToPath(new URL('../../tools/build-console.ts', import.meta.url)),
  ])
  await using stack = new AsyncDisposableStack()
  const federation = stack.use(await prepareFederation())
  const line = stack.use(await startFaultProxy(federation.of(hefei).ports.exchange))
  federation.publish((directory) => ({
    ...directory,
    members: directory.members.map((member) =>
      member.code === hefei ? { ...member, endpoints: [line.origin] } : member,
    ),
  }))
  const [hefeiProcess] = await Promise.all([hefei, shanghai].map((code) => federation.start(code)))
  if (!hefeiProcess) throw new RangeError('no process')
  await startProvider(federation)
  await federation.start(jiangsu)
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
