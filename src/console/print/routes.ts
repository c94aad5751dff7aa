import type { Clock } from '../../clock.ts'
import type { DepositCertificate } from '../../contracts/generated/types.ts'
import { GatewayError } from '../../errors.ts'
import { respond } from '../../http/respond.ts'
import { checkCode } from '../../print/check-link.ts'
import type { PaperSigner } from '../../print/order.ts'
import { printCertificate } from '../../print/print-certificate.ts'
import type { CurrentDirectory } from '../../speaker/ports.ts'
import { type ConsoleRoute, parameter } from '../call.ts'
import type { Accesses } from '../cases/accesses.ts'
import type { PrintingStore } from '../check/ports.ts'
import type { ConsolePerson } from '../person.ts'

export interface PrintRoutesDeps {
  /** A certificate of a case whole, and whether it holds now. Fails with CASE_UNKNOWN. */
  original(
    person: ConsolePerson,
    caseId: string,
    centre: string,
  ): Promise<{ exchangeId: string; certificate: DepositCertificate; token: Buffer; holds: boolean }>
  accesses: Accesses
  printings: Pick<PrintingStore, 'keep'>
  directory: CurrentDirectory
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
        const original = await deps.original(person, caseId, centre)
        if (!original.holds) throw new GatewayError('CERTIFICATE_NOT_GOOD')
        const { pdf, unshown } = await onPaper(original, deps)
        const { exchangeId, token, certificate } = original
        const { number } = certificate
        await deps.printings.keep({ number, code: checkCode(token), exchangeId, at: deps.clock() })
        await deps.accesses.record({ person, action: 'print', caseId, centre, exchangeId })
        response.setHeader('content-disposition', `attachment; filename="${number}.pdf"`)
        if (unshown.length > 0) response.setHeader('x-certificate-unshown', unshown.join(' '))
        respond(response, { status: 200, contentType: 'application/pdf', body: pdf, requestId })
      },
    },
  ]
}

function onPaper(
  { token, certificate }: { token: Buffer; certificate: DepositCertificate },
  { directory, member, paper, checkPage, sandbox, clock }: PrintRoutesDeps,
) {
  const addressee = directory(clock()).members.get(certificate.addressee)?.name
  return printCertificate({
    token,
    certificate,
    ...(addressee !== undefined && { addressee }),
    checkPage,
    printer: member,
    ...paper,
    at: clock(),
    sandbox,
  })
}
