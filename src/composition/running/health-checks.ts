import { GatewayError } from '../../errors.ts'
import { directoryFigures, type HealthCheck, revocationFigures } from '../../health.ts'
import { assertNotRetired } from '../../speaker/speaker.ts'
import type { Context } from '../context.ts'

/** What must hold for this gateway to answer, whatever its configuration. */
export function healthChecks({
  store,
  core,
  directory,
  identity,
  revocation,
  signer,
}: Context): HealthCheck[] {
  return [
    {
      name: 'store',
      async check() {
        await store.probe()
        return undefined
      },
    },
    {
      name: 'directory',
      check(now) {
        directory.current(now)
        return directoryFigures(directory.status(), now)
      },
    },
    {
      name: 'certificate',
      check(now) {
        const { thumbprint } = identity.sign.leaf
        const listed = directory.current(now).signing(thumbprint)
        if (!listed) throw new GatewayError('CERTIFICATE_UNKNOWN')
        assertNotRetired(thumbprint, directory.current(now), now)
        listed.certificate.assertTrusted(now)
        return { daysLeft: Math.floor((identity.sign.leaf.notAfter - now) / 86_400_000) }
      },
    },
    ...(signer.probe ? [{ name: 'signer', check: signer.probe }] : []),
    ...(revocation
      ? [{ name: 'revocation', check: (now: number) => revocationFigures(revocation.status(), now) }]
      : []),
    ...(core
      ? [
          {
            name: 'core',
            check() {
              // Something of the file itself: a constant would be answered without it.
              core.all('select count(*) from sqlite_schema')
              return undefined
            },
          },
        ]
      : []),
  ]
}
