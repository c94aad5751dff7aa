import { Writable } from 'node:stream'
import { loadConfig } from '../../src/config/config.ts'
import { readEnvironment } from '../../src/config/env.ts'
import { loadSecrets } from '../../src/config/secrets.ts'
import type { Context } from '../../src/composition/context.ts'
import { createContext, type Overrides } from '../../src/composition/create-context.ts'
import { createContracts } from '../../src/contracts/contracts.ts'
import { type Gateway, startGateway } from '../../src/composition/gateway.ts'
import { createLasting, type Lasting } from '../../src/composition/lasting.ts'
import { createLogger } from '../../src/logger.ts'
import type { TestFederation } from './sandbox.ts'

/** A member's gateway inside the test, for what a process does not let through: another clock, other patience. */
export async function contextOf(
  federation: TestFederation,
  code: string,
  overrides: Overrides = {},
  lines: string[] = [],
  lasting: Lasting = createLasting(),
): Promise<Context> {
  const environment = readEnvironment({})
  const config = loadConfig(federation.of(code).config, environment, createContracts())
  const destination = new Writable({
    write(chunk: Buffer, _, done) {
      lines.push(chunk.toString())
      done()
    },
  })
  const log = createLogger({ level: config.logLevel, member: code }, destination)
  return createContext(config, loadSecrets(config, environment), log, overrides, lasting)
}

/** The same with its listeners open; it stops with the federation. */
export async function serveInProcess(
  federation: TestFederation,
  code: string,
  overrides: Overrides = {},
): Promise<{ context: Context; gateway: Gateway; lines: readonly string[] }> {
  const lines: string[] = []
  const context = await contextOf(federation, code, overrides, lines)
  const gateway = await startGateway(context)
  federation.onClose(() => gateway.stop())
  return { context, gateway, lines }
}
