import { AttributeTypeAndValue, AttributeValue, Name, RelativeDistinguishedName } from '@peculiar/asn1-x509'
import type { Certificate } from '../../../src/trust/certificate.ts'
import type { Authority } from '../../../src/trust/issue.ts'
import {
  nameConstraints,
  subjectAltName,
  type AlternativeNames,
} from '../../../src/trust/issue/extensions.ts'
import type { PathRequest } from '../../../src/trust/path/types.ts'
import type { Attack } from './attacks.ts'
import { intermediate, member } from './pki.ts'

interface ConstraintCase {
  readonly rule: string
  readonly permitted?: AlternativeNames
  readonly excluded?: AlternativeNames
  readonly names: AlternativeNames
  readonly accepted: boolean
  readonly opensslDiffers?: string
}

const lenient = 'OpenSSL compares wildcards and excluded names letter by letter.'

function directory(...parts: readonly (readonly [string, string])[]): Name {
  return new Name(
    parts.map(
      ([type, utf8String]) =>
        new RelativeDistinguishedName([
          new AttributeTypeAndValue({ type, value: new AttributeValue({ utf8String }) }),
        ]),
    ),
  )
}

const jiangsu = directory(['2.5.4.6', 'CN'], ['2.5.4.8', '江苏省'])
const suzhou = directory(['2.5.4.6', 'cn'], ['2.5.4.8', ' 江苏省 '], ['2.5.4.10', '苏州'])
const zhejiang = directory(['2.5.4.6', 'CN'], ['2.5.4.8', '浙江省'])
/** The subject that every test member has begins so. */
const ownSubject = directory(['2.5.4.6', 'CN'], ['2.5.4.10', '苏州市住房公积金管理中心'])

/** RFC 5280 §4.2.1.10, name form by name form. */
const cases: readonly ConstraintCase[] = [
  {
    rule: 'a host below a permitted domain is accepted',
    permitted: { dnsNames: ['gjj.cn'] },
    names: { dnsNames: ['a.b.gjj.cn'] },
    accepted: true,
  },
  {
    rule: 'a permitted domain itself is accepted',
    permitted: { dnsNames: ['gjj.cn'] },
    names: { dnsNames: ['GJJ.cn'] },
    accepted: true,
  },
  {
    rule: 'a host outside every permitted domain is refused',
    permitted: { dnsNames: ['gjj.cn'] },
    names: { dnsNames: ['gjj.com'] },
    accepted: false,
  },
  {
    rule: 'a domain that only ends like the permitted one is refused',
    permitted: { dnsNames: ['gjj.cn'] },
    names: { dnsNames: ['evilgjj.cn'] },
    accepted: false,
  },
  {
    rule: 'one bad host among good ones is refused',
    permitted: { dnsNames: ['gjj.cn'] },
    names: { dnsNames: ['a.gjj.cn', 'b.cn'] },
    accepted: false,
  },
  {
    rule: 'a host below an excluded domain is refused',
    excluded: { dnsNames: ['gjj.cn'] },
    names: { dnsNames: ['a.gjj.cn'] },
    accepted: false,
  },
  {
    rule: 'excluded wins over permitted',
    permitted: { dnsNames: ['gjj.cn'] },
    excluded: { dnsNames: ['a.gjj.cn'] },
    names: { dnsNames: ['a.gjj.cn'] },
    accepted: false,
  },
  {
    rule: 'a wildcard that covers an excluded host is refused',
    excluded: { dnsNames: ['a.gjj.cn'] },
    names: { dnsNames: ['*.gjj.cn'] },
    accepted: false,
    opensslDiffers: lenient,
  },
  {
    rule: 'a wildcard below a permitted domain is accepted',
    permitted: { dnsNames: ['gjj.cn'] },
    names: { dnsNames: ['*.gjj.cn'] },
    accepted: true,
  },
  {
    rule: 'a wildcard wider than the permitted host is refused',
    permitted: { dnsNames: ['a.gjj.cn'] },
    names: { dnsNames: ['*.gjj.cn'] },
    accepted: false,
  },
  {
    rule: 'names of another form are free',
    permitted: { dnsNames: ['gjj.cn'] },
    names: { ips: ['10.0.0.1'] },
    accepted: true,
  },
  {
    rule: 'an address in a permitted range is accepted',
    permitted: { ips: ['10.1.0.0/16'] },
    names: { ips: ['10.1.2.3'] },
    accepted: true,
  },
  {
    rule: 'an address outside the permitted range is refused',
    permitted: { ips: ['10.1.0.0/16'] },
    names: { ips: ['10.2.0.1'] },
    accepted: false,
  },
  {
    rule: 'an address of IPv6 is outside a range of IPv4',
    permitted: { ips: ['10.1.0.0/16'] },
    names: { ips: ['::1'] },
    accepted: false,
  },
  {
    rule: 'an address in an excluded range is refused',
    excluded: { ips: ['10.0.0.0/8'] },
    names: { ips: ['10.2.0.1'] },
    accepted: false,
  },
  {
    rule: 'a mailbox at a permitted host is accepted',
    permitted: { emails: ['gjj.cn'] },
    names: { emails: ['Li@GJJ.cn'] },
    accepted: true,
  },
  {
    rule: 'a mailbox below a permitted host is refused',
    permitted: { emails: ['gjj.cn'] },
    names: { emails: ['li@a.gjj.cn'] },
    accepted: false,
  },
  {
    rule: 'a mailbox below a permitted domain with a dot is accepted',
    permitted: { emails: ['.gjj.cn'] },
    names: { emails: ['li@a.gjj.cn'] },
    accepted: true,
  },
  {
    rule: 'only the permitted mailbox itself is accepted',
    permitted: { emails: ['li@gjj.cn'] },
    names: { emails: ['wang@gjj.cn'] },
    accepted: false,
  },
  {
    rule: 'the local part keeps its case',
    permitted: { emails: ['li@gjj.cn'] },
    names: { emails: ['LI@gjj.cn'] },
    accepted: false,
  },
  {
    rule: 'a URI at a permitted host is accepted',
    permitted: { uris: ['gjj.cn'] },
    names: { uris: ['https://gjj.cn:8443/x'] },
    accepted: true,
  },
  {
    rule: 'a URI below a permitted host is refused',
    permitted: { uris: ['gjj.cn'] },
    names: { uris: ['https://a.gjj.cn/'] },
    accepted: false,
  },
  {
    rule: 'a URI whose user looks like the permitted host is refused',
    permitted: { uris: ['gjj.cn'] },
    names: { uris: ['https://gjj.cn@evil.cn/'] },
    accepted: false,
  },
  {
    rule: 'a URI with an address cannot be permitted',
    permitted: { uris: ['gjj.cn'] },
    names: { uris: ['https://10.0.0.1/'] },
    accepted: false,
  },
  {
    rule: 'a URI below an excluded domain is refused',
    excluded: { uris: ['.gjj.cn'] },
    names: { uris: ['https://a.gjj.cn/'] },
    accepted: false,
  },
  {
    rule: 'a directory name below the permitted one is accepted, case and spaces aside',
    permitted: { directories: [jiangsu, ownSubject] },
    names: { directories: [suzhou] },
    accepted: true,
  },
  {
    rule: 'a directory name elsewhere is refused',
    permitted: { directories: [jiangsu, ownSubject] },
    names: { directories: [zhejiang] },
    accepted: false,
  },
  {
    rule: 'the subject itself must be permitted',
    permitted: { directories: [jiangsu] },
    names: { dnsNames: ['gjj.cn'] },
    accepted: false,
  },
  {
    rule: 'the subject itself must not be excluded',
    excluded: { directories: [ownSubject] },
    names: { dnsNames: ['gjj.cn'] },
    accepted: false,
  },
]

/** T54, each case under an intermediate of its own. */
export function constraintAttacks(anchor: Authority, under: Under): Attack[] {
  return cases.map((row) => toAttack(row, anchor, under))
}

type Under = (leaf: Certificate, intermediates: readonly Authority[]) => PathRequest

function toAttack(row: ConstraintCase, anchor: Authority, under: Under): Attack {
  const { rule, permitted = {}, excluded = {}, names, accepted, opensslDiffers } = row
  const issuer = intermediate(anchor, '受限签发证书', { extensions: [nameConstraints(permitted, excluded)] })
  return {
    name: `T54 ${rule}`,
    request: under(member(issuer, { extensions: [subjectAltName(names)] }), [issuer]),
    ...(!accepted && { reason: 'name-constraints' as const }),
    ...(opensslDiffers !== undefined && { opensslDiffers }),
  }
}
