import { setTimeout } from 'node:timers/promises'
import type { Request } from 'express'
import type { Contracts } from '../../contracts/contracts.ts'
import { typedCertificateNumber, typedCheckCode } from '../../domain/check-entry.ts'
import { readStrictJson } from '../../domain/strict-json.ts'
import { GatewayError } from '../../errors.ts'
import type { Route } from '../../http/app.ts'
import { readBody } from '../../http/read-body.ts'
import { respondJson } from '../../http/respond.ts'
import { spanIn } from '../../http/trace.ts'
import { type AddressTriesDeps, createAddressTries, type TriesAllowed } from '../address-tries.ts'
import { type ChecksDeps, createChecks } from './check.ts'

export interface CheckRoutesDeps extends ChecksDeps, AddressTriesDeps {
  contracts: Contracts
  /** Waits, in milliseconds. Default: a timer. */
  pause?(ms: number): Promise<unknown>
}

/** In bytes. */
const largestEntry = 2 * 1024
const largestDocument = 1024 * 1024

/**
 * Before anybody knows whether it is right. Not for a number: a code has 60 bits, which nobody guesses from however many addresses, and
 * anybody could use up the tries of a number that is not theirs.
 */
const tries: TriesAllowed = { what: 'check', perMinute: 30, code: 'CHECK_BUSY' }

/** A refusal takes as long as the longest way to it, in milliseconds, so that how long it took tells nothing. */
const refusalMs = 250

/** What anybody may ask without signing in: at most so often, and told no more than whoever has the paper knows. */
export function checkRoutes(deps: CheckRoutesDeps): Route[] {
  const { clock, contracts, pause = (ms: number) => setTimeout(ms) } = deps
  const checks = createChecks(deps)
  const tried = createAddressTries(tries, deps)
  return [
    {
      operationId: 'checkCertificate',
      method: 'post',
      path: '/check/v1/certificates',
      async handle(request, response, requestId) {
        await tried(request)
        const entry = await entryIn(request, contracts)
        const begun = clock()
        const found = await checks.typed(entry, spanIn(request))
        if (!found) {
          await pause(Math.min(refusalMs, Math.max(0, begun + refusalMs - clock())))
          throw new GatewayError('CHECK_UNKNOWN')
        }
        respondJson(response, 200, found, requestId)
      },
    },
    {
      operationId: 'checkDocument',
      method: 'post',
      path: '/check/v1/documents',
      async handle(request, response, requestId) {
        await tried(request)
        const pdf = await readBody(request, 'application/pdf', largestDocument)
        respondJson(response, 200, await checks.document(pdf, spanIn(request)), requestId)
      },
    },
  ]
}

/** Fails as `readBody` does, and with CHECK_INVALID. */
async function entryIn(request: Request, contracts: Contracts): Promise<{ number: string; code: string }> {
  const json = readStrictJson(await readBody(request, 'application/json', largestEntry))
  const checked = json.ok ? contracts.check('console.certificate-check', json.value) : undefined
  if (!checked?.ok) throw new GatewayError('CHECK_INVALID', { where: checked?.where ?? '/' })
  const number = typedCertificateNumber(checked.value.number)
  if (number === undefined) throw new GatewayError('CHECK_INVALID', { where: '/number' })
  const code = typedCheckCode(checked.value.code)
  if (code === undefined) throw new GatewayError('CHECK_INVALID', { where: '/code' })
  return { number, code }
}
