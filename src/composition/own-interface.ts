import { lookup } from 'node:dns/promises'
import type { RepresentedConfig } from '../config/represented.ts'
import { createTrail } from '../doctor/trail.ts'
import { connect, resolveHost } from '../doctor/network.ts'
import type { Examination, Finding } from '../doctor/ports.ts'

const patience = { lookupMs: 3_000, connectMs: 3_000, answerMs: 8_000 }

/** The way to a centre that this gateway asks by an interface of its own: name and port. Such interfaces have no echo. */
export async function examineOwnInterface({ centre, endpoint }: RepresentedConfig): Promise<Examination> {
  const trail = createTrail()
  const ok = await reached(new URL(endpoint), trail)
  const directory = { hop: 'directory', state: 'holds', ms: 0 } as const
  return {
    peer: centre,
    name: undefined,
    relay: undefined,
    ok,
    directory,
    endpoints: [{ endpoint, ok, hops: trail.hops }],
  }
}

async function reached(url: URL, trail: ReturnType<typeof createTrail>): Promise<boolean> {
  const host = url.hostname.replaceAll(/^\[|\]$/g, '')
  const addresses = await trail.hop('dns', () => resolveHost(host, { lookup: addressesOf, patience }))
  if (!addresses) return false
  const port = Number(url.port || (url.protocol === 'http:' ? 80 : 443))
  const socket = await trail.hop('tcp', () => connect(addresses, port, patience))
  if (!socket) return false
  socket.destroy()
  for (const hop of ['tls', 'certificate', 'clock', 'ping'] as const) await trail.hop(hop, notThere)
  return true
}

function notThere(): Finding<true> {
  const text = {
    zh: '该中心使用自有接口，不作此项检查',
    en: 'an interface of its own: nothing to look at here',
  }
  return { state: 'skipped', text, value: true }
}

async function addressesOf(host: string): Promise<string[]> {
  return (await lookup(host, { all: true })).map(({ address }) => address)
}
