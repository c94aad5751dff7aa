import type { Purpose } from '../../src/trust/path/types.ts'
import type { PeerName } from '../../src/trust/peer-name.ts'
import type { X509Case } from './x509-case.ts'

interface LimboName {
  readonly kind: 'DNS' | 'IP' | 'RFC822'
  readonly value: string
}

interface LimboCase {
  readonly id: string
  readonly features: readonly string[] | null
  readonly extended_key_usage: readonly string[] | null
  readonly trusted_certs: readonly string[]
  readonly untrusted_intermediates: readonly string[]
  readonly peer_certificate: string
  readonly validation_time: string | null
  readonly expected_result: 'SUCCESS' | 'FAILURE'
  readonly expected_peer_name: LimboName | null
  readonly max_chain_depth: number | null
  readonly crls?: readonly string[]
}

/** limbo.json of C2SP/x509-limbo. */
export interface LimboFile {
  readonly version: 1
  readonly testcases: readonly LimboCase[]
}

export function isLimbo(file: unknown): file is LimboFile {
  return typeof file === 'object' && file !== null && 'testcases' in file && Array.isArray(file.testcases)
}

/** Groups that state the rules of the public web; the others state RFC 5280. */
const webGroups: ReadonlySet<string> = new Set(['webpki', 'bettertls', 'online'])
const purposesByUsage: Readonly<Record<string, Purpose>> = {
  serverAuth: 'tls-server',
  clientAuth: 'tls-client',
}
const nameKinds: Readonly<Record<LimboName['kind'], PeerName['kind']>> = {
  DNS: 'dns',
  IP: 'ip',
  RFC822: 'email',
}

/** What we do not claim: the suite asks consumers to leave out cases with a feature they do not have. */
const skippedFeatures: ReadonlySet<string> = new Set(['pedantic-public-suffix-wildcard'])

export function fromLimbo({ testcases }: LimboFile): readonly X509Case[] {
  return testcases
    .filter(({ features }) => !features?.some((feature) => skippedFeatures.has(feature)))
    .filter(({ features, crls = [] }) => !features?.includes('has-crl') || crls.length > 0)
    .map(fromLimboCase)
}

function fromLimboCase(limbo: LimboCase): X509Case {
  const web = webGroups.has(limbo.id.split('::', 1)[0] ?? '')
  return {
    id: limbo.id,
    leaf: limbo.peer_certificate,
    intermediates: limbo.untrusted_intermediates,
    anchors: limbo.trusted_certs,
    ...(limbo.validation_time !== null && { time: limbo.validation_time }),
    purpose: purposesByUsage[limbo.extended_key_usage?.[0] ?? ''] ?? (web ? 'tls-server' : 'any'),
    ...(web && { profile: 'web-pki' as const }),
    ...(limbo.expected_peer_name && {
      peer: { kind: nameKinds[limbo.expected_peer_name.kind], value: limbo.expected_peer_name.value },
    }),
    ...(limbo.max_chain_depth !== null && { maxIntermediates: limbo.max_chain_depth }),
    ...(limbo.crls && limbo.crls.length > 0 && { crls: limbo.crls }),
    expected: limbo.expected_result === 'SUCCESS' ? 'accept' : 'refuse',
  }
}
