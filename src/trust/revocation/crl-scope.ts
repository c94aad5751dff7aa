import type { Certificate } from '../certificate.ts'
import { readDer, tag } from '../der/read.ts'
import { writeDer } from '../der/write.ts'
import type { DistributionPoint, PointName } from '../extensions/distribution-points.ts'
import type { GeneralName } from '../general-names.ts'
import { readName, type DistinguishedName } from '../names.ts'
import type { Crl } from './crl.ts'
import { allReasons } from './reasons.ts'

/**
 * Mask of the reasons for which the list speaks about this certificate of its issuer; 0 when it does not at all
 * (RFC 5280 §6.3.3 b 2, d). A certificate without distribution points, or with others, may still be on a list
 * that names its issuer as its place (the end of §6.3.3).
 */
export function reasonsCovered({ scope }: Crl, certificate: Certificate): number {
  const ca = certificate.extensions.basicConstraints?.ca === true
  if (scope.only === 'attribute' || (scope.only === 'user' && ca) || (scope.only === 'ca' && !ca)) return 0
  const { place } = scope
  if (!place) return scope.reasons
  const ofList = namesOf(place, certificate.issuer)
  const reached = pointsOf(certificate).filter((point) =>
    namesOf(point.place, certificate.issuer).some((name) => ofList.some((other) => sameName(name, other))),
  )
  return reached.reduce((mask, { reasons }) => mask | (reasons & scope.reasons), 0)
}

/** Points whose lists somebody else issues lead to indirect lists, which are not supported. */
function pointsOf({ extensions, issuer }: Certificate): DistributionPoint[] {
  const own = (extensions.cRLDistributionPoints ?? []).filter(({ crlIssuer }) => crlIssuer.length === 0)
  const implied: PointName = { names: [{ kind: 'directory', name: issuer }] }
  return [...own, { place: implied, crlIssuer: [], reasons: allReasons }]
}

function namesOf(place: PointName | undefined, issuer: DistinguishedName): readonly GeneralName[] {
  if (!place?.relative) return place?.names ?? []
  const parts = readDer(issuer.der).children.map(({ bytes }) => bytes)
  const whole = writeDer(tag.sequence, ...parts, writeDer(tag.set, place.relative))
  return [{ kind: 'directory', name: readName(readDer(whole), 'distribution point') }]
}

function sameName(left: GeneralName, right: GeneralName): boolean {
  if (left.kind === 'directory') return right.kind === 'directory' && left.name.key === right.name.key
  if (left.kind === 'ip') return right.kind === 'ip' && Buffer.compare(left.bytes, right.bytes) === 0
  return left.kind !== 'other' && right.kind === left.kind && left.text === right.text
}
