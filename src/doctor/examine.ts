import { daysLeft } from '../domain/expiry.ts'
import { GatewayError, toGatewayError } from '../errors.ts'
import type { DirectoryView, KnownMember } from '../speaker/ports.ts'
import { relayOf, speakerOf } from '../speaker/representative.ts'
import type { DoctorDeps, EndpointWalk, Examination, Finding, Hop, Text } from './ports.ts'
import { catalogued } from './troubles.ts'
import { createTrail } from './trail.ts'
import { walkEndpoint } from './walk.ts'

/** Walks every way to a peer hop by hop, each up to the first hop that fails. Changes nothing, here or there. */
export async function examine(peer: string, deps: DoctorDeps): Promise<Examination> {
  const trail = createTrail()
  const listed = await trail.hop('directory', () => listedPeer(peer, deps))
  const [directory] = trail.hops as [Hop]
  if (!listed) return { peer, name: undefined, relay: undefined, ok: false, directory, endpoints: [] }
  const { member, view } = listed
  const endpoints: EndpointWalk[] = []
  for (const endpoint of speakerOf(member, view).endpoints)
    endpoints.push(await walkEndpoint(endpoint, member, view, deps))
  const relay = relayOf(member, view)
  return { peer, name: member.name, relay, ok: endpoints.every(({ ok }) => ok), directory, endpoints }
}

async function listedPeer(
  peer: string,
  deps: DoctorDeps,
): Promise<Finding<{ member: KnownMember; view: DirectoryView }>> {
  try {
    const view = await deps.directory()
    const member = view.members.get(peer)
    if (!member)
      throw new GatewayError('PEER_UNKNOWN', { where: peer, detail: `版本 version ${view.version}` })
    const speaker = speakerOf(member, view)
    if (speaker.endpoints.length === 0) return { state: 'fails', trouble: noEndpoint(peer) }
    const text = listing(member, speaker, view, daysLeft(view.expires * 1000, deps.clock()))
    return { state: 'holds', text, value: { member, view } }
  } catch (thrown) {
    return { state: 'fails', trouble: catalogued(toGatewayError(thrown)) }
  }
}

function listing(member: KnownMember, speaker: KnownMember, { version }: DirectoryView, days: number): Text {
  const count = speaker.endpoints.length
  const [by, byEn] =
    speaker === member
      ? ['', '']
      : [`由 ${speaker.name} ${speaker.code} 代理，`, `represented by ${speaker.code}, `]
  return {
    zh: `版本 ${version}（${days} 天），${member.name}，${by}${count} 个地址`,
    en: `version ${version} (${days} days), ${byEn}${count === 1 ? '1 endpoint' : `${count} endpoints`}`,
  }
}

function noEndpoint(peer: string) {
  return {
    code: 'PEER_UNREACHABLE',
    cause: { zh: `目录未登记 ${peer} 的地址`, en: `the directory lists no endpoint of ${peer}` },
    remedy: {
      zh: '请对方运维通过目录运营方登记其交换地址。',
      en: 'Ask the peer’s operator to have its exchange endpoint listed.',
    },
  } as const
}
