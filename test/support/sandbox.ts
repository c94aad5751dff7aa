import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { parse, stringify } from 'yaml'
import type { Directory, GatewayConfig, JournalEntry } from '../../src/contracts/generated/types.ts'
import { messageType } from '../../src/domain/message-type.ts'
import { createKeySigner, createTokenSigner } from '../../src/jws/signer.ts'
import { type MemberFiles, put, type SandboxFiles } from '../../src/sandbox/files.ts'
import { portalCode, sandboxMembers } from '../../src/sandbox/members.ts'
import { representedCentres, sandboxCentres } from '../../src/sandbox/centres.ts'
import type { MemberPorts } from '../../src/sandbox/ports.ts'
import { prepareSandbox } from '../../src/sandbox/prepare.ts'
import { openStore, type Store } from '../../src/store/store.ts'
import { certificatesFromPem } from '../../src/trust/certificate.ts'
import { readKey } from '../../src/trust/keys.ts'
import { freePort } from './ports.ts'

export const { shanghai, jiangsuProvincial: jiangsu, hangzhou, hefei } = sandboxCentres
export const portal = portalCode

/** A whole sandbox federation in a folder of its own, on ports of its own; nothing runs until it is started. */
export interface TestFederation extends AsyncDisposable {
  folder: string
  files: SandboxFiles
  of(code: string): MemberFiles & { ports: MemberPorts }
  /** Rewrites a member's configuration, before it is started. */
  configure(code: string, change: (config: GatewayConfig) => GatewayConfig): void
  /** Another configuration of the same member beside its own; gives the file. */
  configureTwin(code: string, change: (config: GatewayConfig) => GatewayConfig): Promise<string>
  /** Signs the directory anew, with a higher version. */
  publish(change: (directory: Directory) => Directory): void
  directory(): Directory
  /** Starts a member's gateway as a process and waits until it serves. */
  start(code: string, options?: StartOptions): Promise<GatewayProcess>
  /** Opens a member's store, as another process of the same member would. */
  openStore(code: string): Promise<Store>
  journal(code: string): Promise<JournalEntry[]>
  /** What ends with the federation, latest first. */
  onClose(cleanUp: () => Promise<void> | void): void
  /** Kills what runs and removes the folder. */
  close(): Promise<void>
}

export interface StartOptions {
  /** Instead of the member's own. */
  config?: string
  env?: Record<string, string>
}

/** A gateway process and what it wrote to standard output. */
export interface GatewayProcess {
  pid: number
  lines: readonly string[]
  /** The first line, past or to come, that holds all the texts. */
  line(...texts: string[]): Promise<string>
  /** SIGKILL. */
  kill(): Promise<void>
  /** SIGTERM; gives the exit code. */
  stop(): Promise<number | null>
  signal(signal: NodeJS.Signals): void
  ended: Promise<number | null>
}

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url))

export async function prepareFederation(now = Date.now()): Promise<TestFederation> {
  const folder = mkdtempSync(join(tmpdir(), 'federation-'))
  const ports = new Map<string, MemberPorts>()
  for (const { code } of sandboxMembers) ports.set(code, await freePorts())
  const centrePorts = await Promise.all(representedCentres.map(freePort))
  const identityPort = await freePort()
  const files = prepareSandbox(folder, now, {
    member: (index) => portsOf(sandboxMembers[index]?.code ?? ''),
    centre: (index) => centrePorts[index] ?? 0,
    identity: identityPort,
  })
  for (const { code } of sandboxMembers)
    rewrite(files.member(code).config, files.member(code).config, (config) => patient(watchful(config)))
  const cleanUps: (() => Promise<void> | void)[] = []

  function portsOf(code: string): MemberPorts {
    const found = ports.get(code)
    if (!found) throw new RangeError(`no member ${code}`)
    return found
  }
  function directory(): Directory {
    const payload = readFileSync(files.directory, 'latin1').split('.')[1] ?? ''
    return JSON.parse(Buffer.from(payload, 'base64url').toString()) as Directory
  }

  async function close(): Promise<void> {
    for (const cleanUp of cleanUps.toReversed()) await cleanUp()
    rmSync(folder, { recursive: true, force: true })
  }

  return {
    folder,
    files,
    of: (code) => ({ ...files.member(code), ports: portsOf(code) }),
    configure(code, change) {
      rewrite(files.member(code).config, files.member(code).config, change)
    },
    async configureTwin(code, change) {
      const { exchange, office, ops } = await freePorts()
      const twin = files.member(code).config.replace('gateway.yaml', 'twin.yaml')
      rewrite(files.member(code).config, twin, (config) =>
        change({
          ...config,
          exchange: { ...config.exchange, port: exchange },
          office: { ...config.office, port: office },
          ops: { ...config.ops, port: ops },
        }),
      )
      return twin
    },
    directory,
    publish(change) {
      const changed = change(directory())
      put(files.directory, signDirectory(files, { ...changed, version: changed.version + 1 }))
    },
    async start(code, { config, env = {} } = {}) {
      const gateway = await startProcess(config ?? files.member(code).config, env)
      cleanUps.push(() => gateway.kill())
      return gateway
    },
    openStore: (code) => storeOf(files.member(code)),
    async journal(code) {
      await using store = await storeOf(files.member(code))
      return await Array.fromAsync(store.journal.all())
    },
    onClose: (cleanUp) => void cleanUps.push(cleanUp),
    close,
    [Symbol.asyncDispose]: close,
  }
}

/** Signs a directory as the sandbox's operator, whatever it says. */
export function signDirectory(files: SandboxFiles, directory: unknown): Buffer {
  const chain = certificatesFromPem(readFileSync(files.operatorCertificate, 'utf8'))
  const key = createKeySigner(readKey(readFileSync(files.operatorKey, 'utf8')))
  const certificate = { thumbprint: chain[0]?.thumbprint ?? '', chain: chain.map(({ der }) => der) }
  return createTokenSigner(key, certificate).sign(messageType.directory, directory, { withChain: true })
}

function storeOf({ store, storeKey }: MemberFiles): Promise<Store> {
  return openStore({ file: store }, Buffer.from(readFileSync(storeKey, 'utf8'), 'base64'))
}

function rewrite(from: string, to: string, change: (config: GatewayConfig) => GatewayConfig): void {
  writeFileSync(to, stringify(change(parse(readFileSync(from, 'utf8')) as GatewayConfig)))
}

async function startProcess(config: string, env: Record<string, string>): Promise<GatewayProcess> {
  const child = spawn(process.execPath, [main, 'serve', '--config', config], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...withoutJest(process.env), ...env },
  })
  const lines: string[] = []
  const waiting: { texts: string[]; resolve: (line: string) => void }[] = []
  let complaint = ''
  child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()))
  createInterface(child.stdout).on('line', (line) => {
    lines.push(line)
    for (const { texts, resolve } of waiting) if (texts.every((text) => line.includes(text))) resolve(line)
  })
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  const gateway: GatewayProcess = {
    pid: child.pid ?? 0,
    lines,
    line(...texts) {
      const { promise, resolve } = Promise.withResolvers<string>()
      const past = lines.find((line) => texts.every((text) => line.includes(text)))
      if (past !== undefined) resolve(past)
      else waiting.push({ texts, resolve })
      return promise
    },
    async kill() {
      child.kill('SIGKILL')
      await ended
    },
    stop() {
      child.kill('SIGTERM')
      return ended
    },
    signal: (signal) => void child.kill(signal),
    ended,
  }
  const failed = ended.then((code) => {
    throw new Error(`the gateway ended with ${code}: ${complaint}`)
  })
  failed.catch(() => undefined)
  await Promise.race([gateway.line('"event":"serving"'), failed])
  return gateway
}

/** Tests travel in time, and nobody publishes lists there; those of revocation set a grace of their own. */
function patient(config: GatewayConfig): GatewayConfig {
  return withGrace(config, 31_000_000)
}

/** What a test publishes is seen as soon as the configuration allows. */
function watchful({ directory, trust, ...config }: GatewayConfig): GatewayConfig {
  const refreshSeconds = 1
  const { revocation } = trust
  return {
    ...config,
    directory: { ...directory, refreshSeconds },
    trust: { ...trust, ...(revocation && { revocation: { ...revocation, refreshSeconds } }) },
  }
}

/** The configuration with this grace, in seconds, for every revocation source. */
export function withGrace(config: GatewayConfig, graceSeconds: number): GatewayConfig {
  const { revocation } = config.trust
  if (!revocation) return config
  const sources = revocation.sources.map((source) => ({ ...source, graceSeconds }))
  return { ...config, trust: { ...config.trust, revocation: { ...revocation, sources } } }
}

/** jest's own switches are nothing for a gateway. */
function withoutJest(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { NODE_OPTIONS: _, NODE_ENV: __, ...rest } = env
  return rest
}

async function freePorts(): Promise<MemberPorts> {
  return { exchange: await freePort(), office: await freePort(), ops: await freePort() }
}
