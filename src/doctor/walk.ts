import type { DirectoryView, KnownMember } from '../speaker/ports.ts'
import { peerCertificate, peerRevocation } from './certificate.ts'
import { connect, resolveHost } from './network.ts'
import { ownCertificates } from './own-certificates.ts'
import { echoed, ping, sameTime } from './ping.ts'
import type { DoctorDeps, EndpointWalk } from './ports.ts'
import { handshake } from './handshake.ts'
import { createTrail, type Trail } from './trail.ts'

/** One endpoint of a peer, hop by hop. */
export async function walkEndpoint(
  endpoint: string,
  member: KnownMember,
  view: DirectoryView,
  deps: DoctorDeps,
): Promise<EndpointWalk> {
  const trail = createTrail()
  const ok = await reached(endpoint, member, view, trail, deps)
  return { endpoint, ok, hops: trail.hops }
}

async function reached(
  endpoint: string,
  member: KnownMember,
  view: DirectoryView,
  trail: Trail,
  deps: DoctorDeps,
): Promise<boolean> {
  const url = new URL(endpoint)
  const place = { host: url.hostname.replaceAll(/^\[|\]$/g, ''), port: Number(url.port || 443) }
  const addresses = await trail.hop('dns', () => resolveHost(place.host, deps))
  if (!addresses) return false
  const socket = await trail.hop('tcp', () => connect(addresses, place.port, deps.patience))
  if (!socket) return false
  const met = await trail.hop('tls', () => handshake(socket, place.host, deps))
  socket.destroy()
  if (!met) return false
  const path = await trail.hop('certificate', () => peerCertificate(met, place.host, member, view, deps))
  if (!path) return false
  if (!(await trail.hop('revocation', () => peerRevocation(path, deps)))) return false
  if (!(await trail.hop('own-certificates', () => ownCertificates(view, deps)))) return false
  const sent = await ping(endpoint, member, view, deps)
  if (!(await trail.hop('clock', () => sameTime(sent)))) return false
  return (await trail.hop('ping', () => echoed(sent, view, deps))) !== undefined
}
