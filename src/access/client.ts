import type { OfficeRight } from '../contracts/generated/types.ts'
import type { ClientKey } from './ports.ts'

/** Who may use the office listener. */
export interface OfficeClient {
  name: string
  may: ReadonlySet<OfficeRight>
  /** Within any 60 s. */
  requestsPerMinute: number
}

/** One client, and what it is known by. */
export type RegisteredClient = OfficeClient &
  (
    | { by: 'thumbprint'; thumbprint: string }
    | { by: 'keys'; keys: readonly ClientKey[] }
    | { by: 'member'; member: string }
  )

/** The registered clients, each found only by what it is known by. */
export interface OfficeClients {
  /** `thumbprint`: SHA-256 of the TLS client certificate, base64url. */
  certified(thumbprint: string): OfficeClient | undefined
  /** By its name, which is its client_id. */
  keyed(name: string): (OfficeClient & { keys: readonly ClientKey[] }) | undefined
  /** By the member's code. */
  member(code: string): OfficeClient | undefined
  /** How some of them are known. */
  ways: ReadonlySet<RegisteredClient['by']>
}

export function officeClients(clients: readonly RegisteredClient[]): OfficeClients {
  const certified = new Map<string, OfficeClient>()
  const keyed = new Map<string, OfficeClient & { keys: readonly ClientKey[] }>()
  const members = new Map<string, OfficeClient>()
  for (const client of clients) {
    if (client.by === 'thumbprint') certified.set(client.thumbprint, client)
    if (client.by === 'keys') keyed.set(client.name, client)
    if (client.by === 'member') members.set(client.member, client)
  }
  return {
    certified: (thumbprint) => certified.get(thumbprint),
    keyed: (name) => keyed.get(name),
    member: (code) => members.get(code),
    ways: new Set(clients.map(({ by }) => by)),
  }
}
