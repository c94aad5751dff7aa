import type { Certificate } from '../../../certificate.ts'
import type { GeneralName } from '../../../general-names.ts'
import { oidOf } from '../../../names.ts'

/**
 * Every name that constraints apply to: the alternative names, the subject unless it is empty, and mailboxes in
 * the subject, which old certificates have instead of alternative names (RFC 5280 §4.2.1.10).
 */
export function constrainedNames({ subject, extensions }: Certificate): readonly GeneralName[] {
  const directory: GeneralName[] = subject.rdnKeys.length > 0 ? [{ kind: 'directory', name: subject }] : []
  const mailboxes = subject.attributes
    .filter(({ oid }) => oid === oidOf.emailAddress)
    .map(({ text }): GeneralName => ({ kind: 'email', text }))
  return [...directory, ...mailboxes, ...(extensions.subjectAltName ?? [])]
}
