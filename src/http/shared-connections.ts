import type { Server } from 'node:http'
import { networkOf, plainAddress } from '../domain/network-address.ts'
import { createPlaces } from '../domain/places.ts'

/** Among whom a listener's connections are shared. */
export interface Sharing {
  /** Whether all the world may come by this address. */
  isProxy(address: string): boolean
  /** Hears of each connection that was closed because its address had its share already. */
  onCrowded(address: string): void
}

/**
 * No address gets more of a server's connections than it leaves to the others: the first may have half of them, the next
 * half of what is left, so that a few can shut nobody out. Counted from the first byte to the last, whatever becomes of the handshake.
 */
export function shareConnections(server: Server, { isProxy, onCrowded }: Sharing): void {
  const places = createPlaces()
  server.on('connection', (socket) => {
    const address = plainAddress(socket.remoteAddress ?? '')
    const place = places.take(
      networkOf(address),
      (own, taken) => own < server.maxConnections - taken || isProxy(address),
    )
    if (place) {
      socket.once('close', () => place[Symbol.dispose]())
      return
    }
    socket.destroy()
    onCrowded(address)
  })
}
