import { expect, test } from '@jest/globals'
import { createCertificateReader } from '../../src/composition/trust/known-certificate.ts'
import type { Certificate } from '../../src/trust/certificate.ts'
import { anchor, issuer, leaf } from '../trust/support/revocation.ts'
import { member, now, past } from '../trust/support/pki.ts'

const refusal = (certificate: Certificate, anchors: readonly Certificate[]): unknown => {
  try {
    createCertificateReader(anchors)(
      [certificate.der, issuer.certificate.der].map(Buffer.from),
    ).assertTrusted(now)
    return 'trusted'
  } catch (thrown) {
    return thrown
  }
}

test.each([
  ['no anchor leads to it', leaf, [], /^签发机构不在信任锚之下 it was issued by nobody .* \(.+\)$/],
  ['it has expired', member(issuer, past), [anchor.certificate], /^已到期 it has expired \(RFC 5280 .+\)$/],
])(
  'CERTIFICATE_UNTRUSTED says in Chinese and English, with the clause, that %s',
  (_, certificate, anchors, told) => {
    expect(refusal(certificate, anchors)).toMatchObject({
      code: 'CERTIFICATE_UNTRUSTED',
      detail: expect.stringMatching(told),
    })
  },
)
