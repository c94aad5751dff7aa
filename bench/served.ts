import { readFileSync } from 'node:fs'
import type { RequestListener } from 'node:http'
import { type Listener, listenPlain, listenTls } from '../src/http/listener.ts'
import type { MemberFiles } from '../src/sandbox/files.ts'

/** What every measured server is told, as JSON in its first argument. */
export interface Setting {
  /** Files of the member that the server answers as. */
  files: MemberFiles
  code: string
  anchors: string
  askerCertificate: string
  /** Store of a server that has one of its own. */
  store: string
  /** Size of the gateway's answer, for a server that only imitates it. */
  answerBytes: number
  transport: 'mtls' | 'http'
}

export function readSetting(): Setting {
  return JSON.parse(process.argv[2] ?? '') as Setting
}

/** Listens as the gateway does. */
export function listen(app: RequestListener, { files, anchors, transport }: Setting): Promise<Listener> {
  const at = { host: '127.0.0.1', port: 0 }
  if (transport === 'http') return listenPlain(app, at)
  const [key, certificate, trusted] = [files.tlsKey, files.tlsCertificate, anchors].map((file) =>
    readFileSync(file, 'utf8'),
  ) as [string, string, string]
  return listenTls(app, at, { key, certificate, anchors: trusted })
}

/** Tells the port, then on every message the CPU time of the whole process so far in microseconds; stops when the parent lets go. */
export function attend(port: number, stop: () => Promise<void>): void {
  process.on('message', () => {
    const { user, system } = process.cpuUsage()
    process.send?.(user + system)
  })
  process.on('disconnect', () => void stop())
  process.send?.(port)
}
