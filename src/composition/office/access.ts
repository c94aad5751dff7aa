import { type Access, type AccessDeps, createAccess } from '../../access/access.ts'
import { officeClients, type RegisteredClient } from '../../access/client.ts'
import type { ClientKey } from '../../access/ports.ts'
import type { Config } from '../../config/config.ts'
import type { OfficeClientConfig } from '../../config/office-clients.ts'
import { inKeyFile } from '../../key-file.ts'
import { readSmallFile } from '../../regular-file.ts'
import { createClientAssertions } from '../../jws/client-assertions.ts'
import { readClientKeys } from '../../jws/client-keys.ts'

/** Who may use the configured office listener. Fails with KEY_UNUSABLE naming a client's file of keys. */
export function createOfficeAccess(
  { office, trust }: Pick<Config, 'office' | 'trust'>,
  deps: Omit<AccessDeps, 'clients' | 'assertions'>,
): Access {
  const clients = officeClients(office.clients.map(registered))
  return createAccess({ ...deps, clients, assertions: createClientAssertions(trust.algorithms) })
}

/** The public keys in a client's file. Fails with KEY_UNUSABLE naming it. */
export function clientKeys(path: string): ClientKey[] {
  return inKeyFile(path, () => readClientKeys(readSmallFile(path)))
}

function registered({ name, may, requestsPerMinute, ...known }: OfficeClientConfig): RegisteredClient {
  const client = { name, may: new Set(may), requestsPerMinute }
  if (known.thumbprint !== undefined) return { ...client, by: 'thumbprint', thumbprint: known.thumbprint }
  if (known.member !== undefined) return { ...client, by: 'member', member: known.member }
  return { ...client, by: 'keys', keys: clientKeys(known.keys) }
}
