import { toGatewayError } from '../../src/errors.ts'
import { certificatesFromPem, type Certificate } from '../../src/trust/certificate.ts'
import { validatePath } from '../../src/trust/path/validate.ts'
import { fromPem } from '../../src/trust/pem.ts'
import { readCrl } from '../../src/trust/revocation/crl.ts'
import type { HeldList } from '../../src/trust/revocation/types.ts'
import type { Outcome } from './outcome.ts'
import { isX509File, type X509Case } from './x509-case.ts'
import { fromLimbo, isLimbo } from './x509-limbo.ts'

/** Whether a parsed JSON file holds certificate cases, of our form or of x509-limbo's. */
export function isX509(file: unknown): boolean {
  return isLimbo(file) || isX509File(file)
}

/** Runs every case of such a file. @throws TypeError when it is of another form */
export function runX509(file: unknown): Outcome[] {
  if (isLimbo(file)) return fromLimbo(file).map(runCase)
  if (isX509File(file)) return file.cases.map(runCase)
  throw new TypeError('The file has no certificate cases.')
}

function runCase({ id, expected, reason, ...input }: X509Case): Outcome {
  const started = performance.now()
  const refusal = refusalOf(input)
  return {
    id,
    expected,
    got: refusal === undefined ? 'accept' : 'refuse',
    ...(reason !== undefined && { expectedReason: reason }),
    ...(refusal !== undefined && { reason: refusal }),
    milliseconds: performance.now() - started,
  }
}

/** Why a case is refused, beginning with the reason; undefined when it is accepted. */
function refusalOf(input: Omit<X509Case, 'id' | 'expected' | 'reason'>): string | undefined {
  const { leaf, intermediates, anchors, time, purpose = 'any', crls, ...rest } = input
  try {
    const result = validatePath({
      ...rest,
      leaf: first(certificatesFromPem(leaf)),
      intermediates: readable(intermediates),
      anchors: readable(anchors),
      time: time === undefined ? Date.now() : Date.parse(time),
      purpose,
      ...(crls && { revocation: { lists: readableLists(crls), responses: [] } }),
    })
    return result.ok
      ? undefined
      : `${result.reason}: ${result.detail} [${result.rule}] ${result.certificate.subject}`
  } catch (thrown) {
    const error = toGatewayError(thrown)
    if (error.code === 'INTERNAL') throw thrown
    return `unreadable: ${error.message}`
  }
}

function first([certificate]: readonly Certificate[]): Certificate {
  if (!certificate) throw new TypeError('The case has no leaf.')
  return certificate
}

/** Leaves out what cannot be read: it can be no part of a path, and must not spoil the others. */
function readable(pems: readonly string[]): Certificate[] {
  return pems.flatMap((pem) => orNothing(() => certificatesFromPem(pem)))
}

/** A list that cannot be read says nothing. */
function readableLists(pems: readonly string[]): HeldList[] {
  return pems
    .flatMap((pem) => fromPem('X509 CRL', pem) ?? [])
    .flatMap((der) => orNothing(() => [{ crl: readCrl(der) }]))
}

function orNothing<T>(read: () => T[]): T[] {
  try {
    return read()
  } catch (thrown) {
    if (toGatewayError(thrown).code === 'INTERNAL') throw thrown
    return []
  }
}
