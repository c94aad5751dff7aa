import { describe, expect } from '@jest/globals'
import { certificateToPem } from '../../../src/trust/certificate.ts'
import type { Purpose } from '../../../src/trust/path/types.ts'
import { attacks, type Attack } from '../support/attacks.ts'
import { openssl, testWithOpenssl } from '../support/openssl.ts'

const purposes: Readonly<Record<Purpose, readonly string[]>> = {
  sign: [],
  any: [],
  'tls-server': ['-purpose', 'sslserver'],
  'tls-client': ['-purpose', 'sslclient'],
}

function opensslAccepts({ request }: Attack): boolean {
  const { leaf, intermediates, anchors, time, purpose } = request
  const options = ['-x509_strict', '-attime', String(time / 1000), '-auth_level', '2', ...purposes[purpose]]
  const files = { 'anchors.pem': anchors, 'others.pem': intermediates, 'leaf.pem': [leaf] }
  const trust = ['-CAfile', 'anchors.pem', ...(intermediates.length > 0 ? ['-untrusted', 'others.pem'] : [])]
  return openssl(
    ['verify', ...options, ...trust, 'leaf.pem'],
    Object.fromEntries(
      Object.entries(files).map(([name, list]) => [name, list.map(certificateToPem).join('')]),
    ),
  ).ok
}

describe('openssl verify -x509_strict', () => {
  const all = attacks()

  testWithOpenssl.each(all.filter(({ opensslDiffers }) => opensslDiffers === undefined))(
    'agrees: $name',
    (attack) => {
      expect(opensslAccepts(attack)).toBe(attack.reason === undefined)
    },
  )

  testWithOpenssl.each(all.filter(({ opensslDiffers }) => opensslDiffers !== undefined))(
    'differs: $name: $opensslDiffers',
    (attack) => {
      expect(opensslAccepts(attack)).not.toBe(attack.reason === undefined)
    },
  )
})
