import { readOwnersOnly } from '../../config/owners-only.ts'
import { GatewayError } from '../../errors.ts'
import type { Certificate } from '../../trust/certificate.ts'
import { newCsr } from '../../trust/csr.ts'
import { readKey } from '../../trust/keys.ts'
import { oidOf } from '../../trust/names.ts'
import { inFile } from './in-file.ts'
import type { Rotation } from './rotation-now.ts'

/** For the same organisation, and for a channel the same hosts, as the present certificate. */
export function csrOf({ use, config, next, present: { leaf }, passphrase }: Rotation): string {
  const organisation = leaf.subject.attributes.find(({ oid }) => oid === oidOf.organizationName)?.text
  if (organisation === undefined) {
    throw new GatewayError('KEY_UNUSABLE', {
      where: config.keys[use].certificate,
      detail: '未写明机构名称，请另行制作请求 names no organisation; make the request with: keys csr',
    })
  }
  const key = inFile(next.key, () => readKey(readOwnersOnly(next.key), passphrase))
  const names = use === 'tls' ? hostsOf(leaf) : {}
  return newCsr({ key, use, organisation, memberCode: config.member, ...names })
}

function hostsOf({ extensions: { subjectAltName = [] } }: Certificate): {
  dnsNames: string[]
  ips: string[]
} {
  return {
    dnsNames: subjectAltName.flatMap((name) => (name.kind === 'dns' ? name.text : [])),
    ips: subjectAltName.flatMap((name) => (name.kind === 'ip' ? addressText(name.bytes) : [])),
  }
}

function addressText(bytes: Uint8Array): string {
  if (bytes.length === 4) return bytes.join('.')
  return (Buffer.from(bytes).toString('hex').match(/.{4}/g) ?? []).join(':')
}
