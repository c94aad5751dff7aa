import { once } from 'node:events'
import type { Server, Socket } from 'node:net'
import type { Clock } from '../clock.ts'
import { representedCentres } from './centres.ts'
import type { SandboxFiles } from './files.ts'
import { misbehaviourOf, readSetup } from './simulated-centre.ts'
import { simulatorOf } from './simulators/all.ts'
import { heldInCore } from './simulators/held-core.ts'

/** Listening until disposed of. */
export interface ServedCentres extends Disposable {
  ports: readonly number[]
}

/** Opens the interface of every centre that the hub represents, each speaking its own dialect on its own loopback port. */
export async function serveCentres(files: SandboxFiles, clock: Clock): Promise<ServedCentres> {
  const servers: Disposable[] = []
  const ports: number[] = []
  for (const { code } of representedCentres) {
    const own = files.centre(code)
    const { dialect, port, settings } = readSetup(own)
    const server = simulatorOf(dialect)({
      held: heldInCore(own.core),
      settings,
      misbehaviour: () => misbehaviourOf(own),
      clock,
    })
    servers.push(await listening(server, port))
    ports.push(port)
  }
  return {
    ports,
    [Symbol.dispose]() {
      for (const server of servers) server[Symbol.dispose]()
    },
  }
}

/** Ends with its connections: a slow answer is not waited for. */
async function listening(server: Server, port: number): Promise<Disposable> {
  const open = new Set<Socket>()
  server.on('connection', (socket) => {
    open.add(socket)
    socket.once('close', () => open.delete(socket))
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  return {
    [Symbol.dispose]() {
      server.close()
      for (const socket of open) socket.destroy()
    },
  }
}
