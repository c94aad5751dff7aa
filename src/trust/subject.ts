import { AttributeTypeAndValue, AttributeValue, Name, RelativeDistinguishedName } from '@peculiar/asn1-x509'

/** Identity of a member as its certificates carry it. */
export interface Subject {
  /** Name of the organisation, Chinese as it is: the common name and the organisation. */
  readonly organisation: string
  /** Member code of the directory; written to serialNumber (2.5.4.5). */
  readonly memberCode?: string
}

const oids = {
  country: '2.5.4.6',
  organisation: '2.5.4.10',
  commonName: '2.5.4.3',
  serialNumber: '2.5.4.5',
} as const

/** `C=CN, O=…, CN=…, serialNumber=…`; UTF8String but for country and code (RFC 5280 §4.1.2.4, Appendix A). */
export function subjectName({ organisation, memberCode }: Subject): Name {
  const parts: (readonly [string, AttributeValue])[] = [
    [oids.country, new AttributeValue({ printableString: 'CN' })],
    [oids.organisation, new AttributeValue({ utf8String: organisation })],
    [oids.commonName, new AttributeValue({ utf8String: organisation })],
  ]
  if (memberCode !== undefined)
    parts.push([oids.serialNumber, new AttributeValue({ printableString: memberCode })])
  return new Name(
    parts.map(([type, value]) => new RelativeDistinguishedName([new AttributeTypeAndValue({ type, value })])),
  )
}
