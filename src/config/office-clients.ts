import { resolve } from 'node:path'
import type { GatewayConfig, OfficeClient, OfficeRight } from '../contracts/generated/types.ts'
import { GatewayError } from '../errors.ts'
import type { YamlFile } from './yaml-file.ts'

/** Who may use the office listener, with defaults. */
export type OfficeClientConfig = {
  name: string
  may: OfficeRight[]
  requestsPerMinute: number
} & KnownBy

/** What a client is known by: its TLS certificate, the keys of a file (absolute path), or its entry in the directory. */
type KnownBy =
  | { thumbprint: string; keys?: undefined; member?: undefined }
  | { thumbprint?: undefined; keys: string; member?: undefined }
  | { thumbprint?: undefined; keys?: undefined; member: string }

const kinds = ['thumbprint', 'keys', 'member'] as const
const everyday: readonly OfficeRight[] = ['ask', 'jobs', 'evidence']

/** Checks and completes `office.clients`; `base` is the folder of the configuration. Fails with CONFIG_INVALID at file:line. */
export function officeClientsOf(
  { office }: Pick<GatewayConfig, 'office'>,
  { yaml, base }: { yaml: YamlFile; base: string },
): OfficeClientConfig[] {
  return office.clients.map((client, index) => {
    const at = `/office/clients/${index}`
    const fault = kindFault(client) ?? twiceFault(client, office.clients.slice(0, index))
    if (fault) throw new GatewayError('CONFIG_INVALID', { where: yaml.place(at), detail: `${at} ${fault}` })
    const { name, may = [...everyday], requestsPerMinute = 600 } = client
    return { name, may, requestsPerMinute, ...knownBy(client, base) }
  })
}

function kindFault(client: OfficeClient): string | undefined {
  const [kind, other] = kinds.filter((each) => client[each] !== undefined)
  if (!kind) return '三者均未给出 has none of thumbprint, keys and member'
  return other && `只能给出其一 has both ${kind} and ${other}`
}

/** One client may have several certificates, so that an old and a new one overlap; JWK sets and the directory see to that themselves. */
function twiceFault(client: OfficeClient, before: readonly OfficeClient[]): string | undefined {
  const { name, thumbprint, member } = client
  if (thumbprint !== undefined && before.some((other) => other.thumbprint === thumbprint))
    return '与另一客户端指纹相同 has the thumbprint of another'
  if (member !== undefined && before.some((other) => other.member === member))
    return '与另一客户端成员相同 has the member of another'
  const certified = (other: OfficeClient) => other.thumbprint !== undefined
  const namesake = before.find((other) => other.name === name)
  return namesake && !(certified(client) && certified(namesake))
    ? '与另一客户端重名 has the name of another'
    : undefined
}

function knownBy({ thumbprint, keys, member }: OfficeClient, base: string): KnownBy {
  if (thumbprint !== undefined) return { thumbprint }
  if (member !== undefined) return { member }
  return { keys: resolve(base, keys ?? '') }
}
