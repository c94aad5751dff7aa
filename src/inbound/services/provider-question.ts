import type { MemberCode, Person } from '../../contracts/generated/types.ts'
import type { ProviderQuestion } from '../../providers/provider.ts'
import type { Authorised } from '../stages.ts'

/** What an authorised request asks of whoever holds the facts. `addressee`: whom they are for, by code. */
export function providerQuestion(
  { envelope, directory, at }: Authorised,
  person: Person,
  addressee: MemberCode,
): ProviderQuestion {
  return {
    person,
    fields: envelope.fields ?? [],
    at,
    deadline: envelope.exp * 1000,
    addressee: { code: addressee, name: directory.members.get(addressee)?.name ?? addressee },
    applicationNumber: envelope.basis?.applicationNumber ?? '',
  }
}
