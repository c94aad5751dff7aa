import { randomBytes } from 'node:crypto'
import { chinaDate } from '../clock.ts'
import type { OfficeQuestion } from '../contracts/generated/types.ts'
import { daysAfter } from '../domain/calendar.ts'
import { GatewayError } from '../errors.ts'
import { portalCode } from './members.ts'
import { personas } from './personas.ts'

/** A ready question about one of the sandbox's people, as an officer of a centre or as the portal on the person's behalf. Fails with USAGE_INVALID. */
export function sandboxQuestion(
  asker: string,
  to: readonly string[],
  personaId: string,
  now: number,
): OfficeQuestion {
  const persona = personas.find(({ id }) => id === personaId)
  if (!persona) {
    throw new GatewayError('USAGE_INVALID', {
      where: '--persona',
      detail: `须为其中之一 one of ${personas.map(({ id }) => id).join(', ')}`,
    })
  }
  const portal = asker === portalCode
  return {
    to: [...to],
    service: 'deposit-certificate.issue',
    purpose: portal ? 'citizen-application' : 'remote-housing-loan',
    basis: {
      kind: 'consent',
      // A consent of its own each time, since one serves only what it was first used for.
      reference: `${portal ? 'YWTB' : 'SQS'}-SANDBOX-${randomBytes(6).toString('hex')}`,
      expires: daysAfter(asDate(now), 30),
      applicationNumber: 'SANDBOX-0001',
    },
    operator: portal ? { id: 'portal', terminal: 'web' } : { id: 'officer-01', terminal: 'desk-01' },
    fields: ['account', 'contribution', 'balance', 'continuity', 'loans'],
    body: { person: persona.person, addressee: portal ? '320101000000000' : asker },
  }
}

function asDate(now: number): Parameters<typeof daysAfter>[0] {
  return chinaDate(now) as Parameters<typeof daysAfter>[0]
}
