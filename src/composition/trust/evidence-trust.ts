import type { Contracts } from '../../contracts/contracts.ts'
import { type DirectoryTrust, readDirectory } from '../../directory/read.ts'
import type { EvidenceTrust } from '../../evidence/ports.ts'
import { readCompact } from '../../jws/compact.ts'
import { readExchangeHeader } from '../../jws/header.ts'
import { verifyWithJose } from '../../jws/reference.ts'
import { createTokens } from '../../jws/tokens.ts'
import { createCertificateReader } from './known-certificate.ts'
import { type Certificate, readCertificate } from '../../trust/certificate.ts'
import { oidOf } from '../../trust/names.ts'

/** Whom evidence is judged by. */
export interface Believing {
  anchors: readonly Certificate[]
  /** Thumbprints of directory operators, and how many of them must have signed. */
  operators: readonly string[]
  operatorsRequired: number
  algorithms: readonly string[]
}

/** Trust in anchors and operators, for judging evidence and reading directories. Nobody is asked about revocation. */
export function evidenceTrust(from: Believing, contracts: Contracts): EvidenceTrust & DirectoryTrust {
  const allowed = new Set(from.algorithms)
  const trust: DirectoryTrust = {
    contracts,
    tokens: createTokens(from.algorithms),
    operators: new Set(from.operators),
    operatorsRequired: from.operatorsRequired,
    certificate: createCertificateReader(from.anchors),
  }
  return {
    ...trust,
    readDirectory: (bytes, at) => readDirectory(bytes, trust, at),
    open(bytes) {
      const token = readCompact(bytes, allowed, readExchangeHeader)
      return { ...token, verify: (key) => verifyWithJose(token, bytes, key) }
    },
    memberCode: ([leaf]) => leaf && memberCodeOf(readCertificate(leaf)),
  }
}

/** The member code in a certificate's subject. */
export function memberCodeOf({ subject }: Certificate): string | undefined {
  return subject.attributes.find(({ oid }) => oid === oidOf.serialNumber)?.text
}
