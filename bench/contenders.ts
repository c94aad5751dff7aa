import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createSecureContext, type SecureContext } from 'node:tls'
import type { Bed } from './bed.ts'
import { openConnection } from './connection.ts'
import { type MakePool } from './pool.ts'
import type { Setting } from './served.ts'
import { type Server, startServer } from './server.ts'

/** One of those that are compared. */
export interface Contender {
  name: ContenderName
  server: Server
  /** For servers behind mTLS. */
  secureContext: SecureContext | undefined
}

export const contenderNames = ['bare', 'plain', 'gateway', 'bareHttp'] as const
export type ContenderName = (typeof contenderNames)[number]

/** Starts all servers, each with a fresh store. `execArgv` goes to the gateway's node. */
export async function startContenders(
  bed: Bed,
  makePool: MakePool,
  execArgv: readonly string[],
): Promise<Contender[]> {
  const { asker, answerer, folder } = bed
  const [key, cert] = [asker.files.tlsKey, asker.files.tlsCertificate].map((file) => readFileSync(file))
  const secureContext = createSecureContext({ key, cert, ca: bed.anchors, minVersion: 'TLSv1.3' })
  const setting: Setting = {
    files: answerer.files,
    code: answerer.code,
    anchors: bed.anchorsFile,
    askerCertificate: asker.files.signCertificate,
    store: join(folder, 'plain.db'),
    answerBytes: 0,
    transport: 'mtls',
  }
  async function start(name: ContenderName, program: string, more?: Partial<Setting>): Promise<Contender> {
    const log = join(folder, `${name}.log`)
    const server = await startServer(
      program,
      { ...setting, ...more },
      { log, execArgv: name === 'gateway' ? execArgv : [] },
    )
    return { name, server, secureContext: more?.transport === 'http' ? undefined : secureContext }
  }
  const gateway = await start('gateway', 'server-gateway.ts')
  const answerBytes = (await answered(gateway, makePool)).length
  const plain = await start('plain', 'server-plain.ts')
  await answered(plain, makePool)
  return [
    await start('bare', 'server-bare.ts', { answerBytes }),
    plain,
    gateway,
    await start('bareHttp', 'server-bare.ts', { answerBytes, transport: 'http' }),
  ]
}

/** One answer, which has to be an issued certificate. */
async function answered({ name, server, secureContext }: Contender, makePool: MakePool): Promise<Buffer> {
  const connection = await openConnection({ port: server.port, secureContext })
  const { status, body } = await connection.send(makePool(1, Date.now())[0] ?? Buffer.of())
  connection.close()
  const payload = Buffer.from(body.toString('latin1').split('.')[1] ?? '', 'base64url').toString()
  if (!payload.includes('"outcome":"issued"'))
    throw new Error(`${name} answered ${status}: ${body.toString().slice(0, 400)}`)
  return body
}
