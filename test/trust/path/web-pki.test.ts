import { createPublicKey } from 'node:crypto'
import { describe, expect, test } from '@jest/globals'
import {
  AttributeTypeAndValue,
  AttributeValue,
  Name,
  RelativeDistinguishedName,
  type Extension,
} from '@peculiar/asn1-x509'
import type { Authority } from '../../../src/trust/issue.ts'
import {
  authorityKeyIdentifier,
  basicConstraints,
  extension,
  extKeyUsage,
  keyPurposes,
  nameConstraints,
  subjectAltName,
} from '../../../src/trust/issue/extensions.ts'
import type { PathResult } from '../../../src/trust/path/types.ts'
import { validatePath } from '../../../src/trust/path/validate.ts'
import { forge, intermediate, keyNamed, now, root, span } from '../support/pki.ts'

const server = extKeyUsage(keyPurposes.serverAuth)

function named(commonName: string): Name {
  const value = new AttributeValue({ utf8String: commonName })
  return new Name([new RelativeDistinguishedName([new AttributeTypeAndValue({ type: '2.5.4.3', value })])])
}

/** A server's certificate under the authority, which is the anchor unless another is named. */
function check(
  authority: Authority,
  commonName = 'gjj.cn',
  usage: readonly Extension[] = [server],
  anchor = authority,
): PathResult {
  const leaf = forge({
    ...span,
    subject: named(commonName),
    publicKey: createPublicKey(keyNamed('member')),
    authority,
    signingKey: authority.key,
    extensions: [
      basicConstraints(false),
      ...usage,
      subjectAltName({ dnsNames: ['gjj.cn'], ips: ['10.0.0.1', '2001:db8::1'] }),
    ],
  })
  const intermediates = authority === anchor ? [] : [authority.certificate]
  const request = {
    leaf,
    intermediates,
    anchors: [anchor.certificate],
    time: now,
    purpose: 'tls-server',
  } as const
  return validatePath({ ...request, profile: 'web-pki' })
}

describe('the profile of the public web', () => {
  test.each(['gjj.cn', '10.0.0.1', '2001:db8::1'])(
    'accepts a server whose common name repeats %s',
    (commonName) => {
      expect(check(root(), commonName)).toMatchObject({ ok: true })
    },
  )

  test.each(['other.cn', 'GJJ.cn', '2001:DB8::1', '010.0.0.1'])(
    'refuses the common name %s',
    (commonName) => {
      expect(check(root(), commonName)).toMatchObject({ reason: 'malformed', rule: 'CABF BR 7.1.4.3' })
    },
  )

  test('refuses a server without extKeyUsage, or with a critical one', () => {
    const { extnID, extnValue } = server
    const critical = extension(extnID, true, new Uint8Array(extnValue.buffer))
    expect(check(root(), 'gjj.cn', [critical])).toMatchObject({ reason: 'extended-key-usage' })
    expect(check(root(), 'gjj.cn', [])).toMatchObject({ reason: 'extended-key-usage' })
  })

  test('refuses a root with extKeyUsage', () => {
    expect(check(root('根', { extensions: [server] }))).toMatchObject({ rule: 'CABF BR 7.1.2.1.2' })
  })

  test('refuses a root whose authorityKeyIdentifier is not its own', () => {
    const odd = root('根', { extensions: [authorityKeyIdentifier(new Uint8Array(20))] })
    expect(check(odd)).toMatchObject({ rule: 'CABF BR 7.1.2.1.3' })
  })

  test('lets name constraints be not critical', () => {
    const anchor = root()
    const { extnID, extnValue } = nameConstraints({ dnsNames: ['gjj.cn'] })
    const loose = extension(extnID, false, new Uint8Array(extnValue.buffer))
    const limited = intermediate(anchor, '限', { extensions: [loose] })
    expect(check(limited, 'gjj.cn', [server], anchor)).toMatchObject({ ok: true })
  })
})
