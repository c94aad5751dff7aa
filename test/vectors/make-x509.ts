import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { certificateToPem } from '../../src/trust/certificate.ts'
import { attacks, type Attack } from '../trust/support/attacks.ts'
import { revocationCases } from './revocation-cases.ts'
import type { X509Case } from './x509-case.ts'

/** Writes the attacks of `test/trust` as files that any other validator can run: `node test/vectors/make-x509.ts`. */
const directory = join(import.meta.dirname, 'x509')
await mkdir(directory, { recursive: true })
const byNumber = Map.groupBy([...attacks().map(toCase), ...revocationCases()], ({ id }) => id.slice(0, 3))
for (const [number, cases] of byNumber) {
  const file = `${JSON.stringify({ cases }, null, 1)}\n`
  await writeFile(join(directory, `${number.toLowerCase()}.json`), file)
}

function toCase({ name, request, reason }: Attack): X509Case {
  const { leaf, intermediates, anchors, time, purpose } = request
  return {
    id: name,
    leaf: certificateToPem(leaf),
    intermediates: intermediates.map(certificateToPem),
    anchors: anchors.map(certificateToPem),
    time: new Date(time).toISOString(),
    purpose,
    expected: reason === undefined ? 'accept' : 'refuse',
    ...(reason !== undefined && { reason }),
  }
}
