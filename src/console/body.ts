import type { ContractName, ContractOf, Contracts } from '../contracts/contracts.ts'
import { readStrictJson } from '../domain/strict-json.ts'
import { GatewayError } from '../errors.ts'
import { readBody } from '../http/read-body.ts'
import type { ConsoleCall } from './call.ts'

/** Far more than any form has, in bytes. */
const largest = 16 * 1024

/** What a page posts, by its schema. Fails as `readBody` does, and with CASE_INVALID naming the place. */
export async function postedAs<Name extends ContractName>(
  { request }: ConsoleCall,
  name: Name,
  contracts: Contracts,
  atMost = largest,
): Promise<ContractOf<Name>> {
  const json = readStrictJson(await readBody(request, 'application/json', atMost))
  if (!json.ok) throw new GatewayError('CASE_INVALID', { where: '/', detail: json.fault })
  return fitting(json.value, name, contracts)
}

/** What a page asks for, by its schema. Fails with CASE_INVALID naming the place. */
export function fitting<Name extends ContractName>(
  value: unknown,
  name: Name,
  contracts: Contracts,
): ContractOf<Name> {
  const checked = contracts.check(name, value)
  if (checked.ok) return checked.value
  throw new GatewayError('CASE_INVALID', { where: checked.where, detail: checked.detail })
}
