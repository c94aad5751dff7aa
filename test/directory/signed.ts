import { createContracts } from '../../src/contracts/contracts.ts'
import type { Agreement, Directory, Member } from '../../src/contracts/generated/types.ts'
import { type DirectoryTrust, readDirectory } from '../../src/directory/read.ts'
import { messageType } from '../../src/domain/message-type.ts'
import { algorithmNames } from '../../src/jws/algorithms.ts'
import { createKeySigner, createTokenSigner } from '../../src/jws/signer.ts'
import { createTokens } from '../../src/jws/tokens.ts'
import { createCertificateReader } from '../../src/composition/trust/known-certificate.ts'
import { createSandboxAuthority, type IssuedPair } from '../../src/sandbox/authority.ts'
import type { DirectoryView } from '../../src/speaker/ports.ts'
import { certificatesFromPem } from '../../src/trust/certificate.ts'
import { readKey } from '../../src/trust/keys.ts'

export const now = Date.parse('2026-11-24T10:00:00+08:00')
export const [jiangsu, shanghai] = ['320101000000000', '310000000000000']

const authority = createSandboxAuthority(now)
const contracts = createContracts()

/** Somebody who may sign directories. */
export interface Operator {
  pair: IssuedPair
  sign(directory: unknown): Buffer
}

export function operator(name: string): Operator {
  const pair = authority.issue('sign', name)
  const chain = certificatesFromPem(pair.certificate)
  const signer = createTokenSigner(createKeySigner(readKey(pair.key)), {
    thumbprint: pair.thumbprint,
    chain: chain.map(({ der }) => der),
  })
  return { pair, sign: (directory) => signer.sign(messageType.directory, directory, { withChain: true }) }
}

export function trustIn(operators: readonly Operator[], operatorsRequired = 1): DirectoryTrust {
  return {
    contracts,
    tokens: createTokens(algorithmNames),
    operators: new Set(operators.map(({ pair }) => pair.thumbprint)),
    operatorsRequired,
    certificate: createCertificateReader(certificatesFromPem(authority.anchors)),
  }
}

export function read(bytes: Buffer, trust: DirectoryTrust, at = now): DirectoryView {
  return readDirectory(bytes, trust, at)
}

export function lines(...tokens: readonly Buffer[]): Buffer {
  return Buffer.from(tokens.map(String).join('\n'), 'latin1')
}

const signing = authority.issue('sign', '江苏', jiangsu)
const tls = authority.issue('tls', '江苏', jiangsu)
export const retiredSoon = authority.issue('sign', '江苏旧', jiangsu)

const member: Member = {
  code: jiangsu,
  name: '江苏省省级机关住房资金管理中心',
  kind: 'centre',
  division: '320100',
  endpoints: ['https://127.0.0.1:19440'],
  certificates: [
    { use: 'sign', chain: signing.chain },
    { use: 'tls', chain: tls.chain },
  ],
  services: ['gateway.ping'],
  protocols: ['1'],
}

export const agreement: Agreement = {
  id: 'loans',
  consumers: [jiangsu],
  providers: [shanghai],
  services: ['deposit-certificate.issue'],
  purposes: ['remote-housing-loan'],
  fields: ['account'],
  bases: ['consent'],
  notBefore: '2026-01-01',
  notAfter: '2026-12-31',
}

export function directory(version = 1, changes: Partial<Directory> = {}): Directory {
  return {
    federation: 'test',
    version,
    issuedAt: now / 1000,
    expires: now / 1000 + 3600,
    members: [member],
    agreements: [agreement],
    ...changes,
  }
}

/** The directory with one more certificate of Jiangsu, retired at an instant. */
export function withRetired(retired: string): Directory {
  const certificates = [...member.certificates, { use: 'sign' as const, chain: retiredSoon.chain, retired }]
  return directory(1, { members: [{ ...member, certificates }] })
}
