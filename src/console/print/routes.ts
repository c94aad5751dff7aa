import type { Clock } from '../../clock.ts'
import { GatewayError } from '../../errors.ts'
import { respond } from '../../http/respond.ts'
import { spanIn } from '../../http/trace.ts'
import { checkCode } from '../../print/check-link.ts'
import type { PaperSigner } from '../../print/order.ts'
import { printCertificate } from '../../print/print-certificate.ts'
import type { DirectoryView } from '../../speaker/ports.ts'
import { type ConsoleRoute, parameter } from '../call.ts'
import type { Accesses } from '../cases/accesses.ts'
import type { Cases } from '../cases/cases.ts'
import type { CertifiedOriginal } from '../cases/certificate.ts'
import type { PrintingStore } from '../check/ports.ts'

export interface PrintRoutesDeps {
  /** A certificate of a case whole, and whether it holds now. Fails with CASE_UNKNOWN. */
  original: Cases['original']
  accesses: Pick<Accesses, 'record'>
  printings: Pick<PrintingStore, 'keep'>
  /** The newest there was, whether or not it has expired: it still says who is who. */
  lastDirectory(): Pick<DirectoryView, 'members'>
  member: { code: string; name: string }
  /** The signing key and its certificates, DER, its own first. */
  paper: { signer: PaperSigner; chain: readonly Uint8Array[] }
  checkPage: string
  sandbox: boolean
  clock: Clock
}

/** Putting a certificate of a case on paper: only what holds at this moment, and not before it is written down who did. */
export function printRoutes(deps: PrintRoutesDeps): ConsoleRoute[] {
  return [
    {
      operationId: 'consolePrint',
      method: 'post',
      path: '/console/v1/cases/:caseId/centres/:centre/certificate/print',
      needs: ['print'],
      async handle(call) {
        const { person, response, requestId } = call
        const [caseId, centre] = [parameter(call, 'caseId'), parameter(call, 'centre')]
        const at = deps.clock()
        const original = await deps.original(person, caseId, centre, spanIn(call.request))
        assertGood(original)
        const { pdf, unshown } = await onPaper(original, at, deps)
        const { exchangeId, token, certificate } = original
        const { number } = certificate
        await deps.accesses.record({ person, action: 'print', caseId, centre, exchangeId })
        await deps.printings.keep({ number, code: checkCode(token), exchangeId, at })
        response.setHeader('content-disposition', `attachment; filename="${number}.pdf"`)
        if (unshown.length > 0) response.setHeader('x-certificate-unshown', unshown.join(' '))
        respond(response, { status: 200, contentType: 'application/pdf', body: pdf, requestId })
      },
    },
  ]
}

/** Fails with CERTIFICATE_WITHDRAWN or CERTIFICATE_NOT_GOOD. What its centre could not be asked about is printed, and says so. */
function assertGood({ holds, standing }: CertifiedOriginal): void {
  if (standing.why === 'revoked')
    throw new GatewayError('CERTIFICATE_WITHDRAWN', { detail: standing.at ?? '' })
  if (!holds || standing.state === 'fails') throw new GatewayError('CERTIFICATE_NOT_GOOD')
}

function onPaper(
  { token, certificate, revocationKnown, standing }: CertifiedOriginal,
  at: number,
  { lastDirectory, member, paper, checkPage, sandbox }: PrintRoutesDeps,
) {
  const addressee = lastDirectory().members.get(certificate.addressee)?.name
  return printCertificate({
    token,
    certificate,
    revocationKnown,
    standingKnown: standing.state === 'holds',
    ...(addressee !== undefined && { addressee }),
    checkPage,
    printer: member,
    ...paper,
    at,
    sandbox,
  })
}
