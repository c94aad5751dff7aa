import { afterAll, describe, expect, test } from '@jest/globals'
import { judgeCertificate, type JudgedCertificate } from '../../../src/console/cases/judged-certificate.ts'
import { type ErrorCode, GatewayError } from '../../../src/errors.ts'
import type { CurrentDirectory } from '../../../src/speaker/ports.ts'
import { createEvidenceDesk, madeAt } from '../../support/evidence.ts'

const desk = createEvidenceDesk()
afterAll(() => desk[Symbol.dispose]())

const bundle = desk.bundle()
const inForce = desk.trust.readDirectory(Buffer.from(desk.directory(), 'latin1'), madeAt)

function judged(directory: CurrentDirectory): Promise<JudgedCertificate> {
  const evidence = () => Promise.resolve(bundle)
  return judgeCertificate(bundle.exchangeId, madeAt, { evidence, trust: desk.trust, directory })
}

/** A directory whose sources of revocation say so of every certificate. */
function saying(code: ErrorCode): CurrentDirectory {
  const assertTrusted = (): never => {
    throw new GatewayError(code)
  }
  const signing: typeof inForce.signing = (thumbprint) => {
    const known = inForce.signing(thumbprint)
    return known && { ...known, certificate: { ...known.certificate, assertTrusted } }
  }
  return () => ({ ...inForce, signing })
}

describe('a certificate that was verified when it came', () => {
  test('holds as long as nobody says that its signer’s certificate was revoked', async () => {
    const { verdict, proved } = await judged(() => inForce)
    expect(verdict).toMatchObject({ holds: true, revocationKnown: true })
    expect(verdict.findings).toContainEqual({ check: 'certificate.revoked-now', ok: true })
    expect(proved).toBeDefined()
  })

  test('does not hold once that is said, and proves nothing', async () => {
    const { verdict, proved } = await judged(saying('CERTIFICATE_REVOKED'))
    expect(verdict).toMatchObject({ holds: false, revocationKnown: true })
    expect(verdict.findings).toContainEqual({ check: 'certificate.revoked-now', ok: false })
    expect(proved).toBeUndefined()
  })

  test.each<[string, CurrentDirectory]>([
    ['no source of revocation tells', saying('REVOCATION_UNKNOWN')],
    [
      'no directory is in force',
      () => {
        throw new GatewayError('DIRECTORY_EXPIRED')
      },
    ],
  ])('holds where %s, which is not taken for an answer', async (_, directory) => {
    const { verdict } = await judged(directory)
    expect(verdict).toMatchObject({ holds: true, revocationKnown: false })
    expect(verdict.findings.map(({ check }) => check)).not.toContain('certificate.revoked-now')
  })
})
