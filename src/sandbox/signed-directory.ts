import { readFileSync } from 'node:fs'
import { chinaDate } from '../clock.ts'
import type { Directory, Member } from '../contracts/generated/types.ts'
import { messageType } from '../domain/message-type.ts'
import { createKeySigner, createTokenSigner } from '../jws/signer.ts'
import { certificatesFromPem } from '../trust/certificate.ts'
import { readKey } from '../trust/keys.ts'
import type { SandboxFiles } from './files.ts'
import { sandboxAgreements, sandboxGroups, sandboxRepresented } from './members.ts'

const dayMs = 86_400_000
/** Made anew at every start, so it need not live long. */
const directoryDays = 7

/** The directory of a sandbox, signed by its operator. `now` in epoch milliseconds. */
export function signedDirectory(
  files: SandboxFiles,
  members: Member[],
  version: number,
  now: number,
): Buffer {
  const chain = certificatesFromPem(readFileSync(files.operatorCertificate, 'utf8'))
  const signer = createTokenSigner(createKeySigner(readKey(readFileSync(files.operatorKey, 'utf8'))), {
    thumbprint: chain[0]?.thumbprint ?? '',
    chain: chain.map(({ der }) => der),
  })
  const directory: Directory = {
    federation: '长三角公积金数据交换沙箱',
    version,
    issuedAt: Math.floor(now / 1000),
    expires: Math.floor((now + directoryDays * dayMs) / 1000),
    members: [...members, ...sandboxRepresented],
    groups: sandboxGroups,
    agreements: sandboxAgreements(chinaDate(now)),
  }
  return signer.sign(messageType.directory, directory, { withChain: true })
}
