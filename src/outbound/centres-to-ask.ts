import type { OfficeCentre, ServiceName } from '../contracts/generated/types.ts'
import { services } from '../domain/services.ts'
import type { DirectoryView } from '../speaker/ports.ts'
import { relayOf } from '../speaker/representative.ts'

/** The centres that `self` may ask about somebody on this day (China time), in the directory's order. */
export function centresToAsk(directory: DirectoryView, self: string, today: string): OfficeCentre[] {
  const agreements = directory
    .agreementsOf(self)
    .filter(({ notBefore, notAfter }) => notBefore <= today && today <= notAfter)
  return [...directory.members.values()].flatMap((member) => {
    const { code, name, division, kind } = member
    const agreed = new Set(
      agreements.filter(({ providers }) => providers.includes(code)).flatMap((each) => each.services),
    )
    const offered = [...agreed].filter(
      (service) => services[service].agreement && member.services.has(service),
    )
    if (kind !== 'centre' || code === self || offered.length === 0) return []
    const relayedBy = relayOf(member, directory)
    return [{ code, name, division, ...(relayedBy && { relayedBy }), services: inOrder(offered) }]
  })
}

function inOrder(offered: readonly ServiceName[]): ServiceName[] {
  return offered.toSorted((a, b) => a.localeCompare(b))
}
