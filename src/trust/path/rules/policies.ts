import type { Certificate } from '../../certificate.ts'
import type { Meter } from '../budget.ts'
import type { PolicyInputs } from '../types.ts'
import { fault, isSelfIssued, type Finding, type RuleContext } from './rule.ts'

const anyPolicy = '2.5.29.32.0'

/**
 * One policy at the current depth of the policy graph (RFC 9618 §5).
 * `origins`: the policies of the first domain that lead here; the graph above is needed for nothing else, so a
 * level of nodes is all that is kept, and mapping loops cannot blow it up (CVE-2023-0464).
 */
interface PolicyNode {
  readonly expected: ReadonlySet<string>
  readonly origins: ReadonlySet<string>
}

type Level = ReadonlyMap<string, PolicyNode>

/** Certificates that may still follow before each demand holds (RFC 5280 §6.1.2 d–f). */
interface Counters {
  explicit: number
  mapping: number
  any: number
}

/**
 * Policy processing: fails when a policy is required and no acceptable one runs through the whole path
 * (RFC 5280 §6.1.3 d–f, §6.1.4 a, b, h–j, §6.1.5 a, b, g, in the form of RFC 9618).
 */
export function checkPolicies(
  path: readonly Certificate[],
  { request, meter }: RuleContext,
): Finding | undefined {
  const inputs = request.policies ?? {}
  const counters = initialCounters(path.length, inputs)
  let level: Level = new Map([[anyPolicy, node([anyPolicy], [anyPolicy])]])
  if (path[0]) prepare(path[0], counters)
  for (const [index, certificate] of path.entries()) {
    if (index === 0) continue
    const last = index === path.length - 1
    level = advance(level, certificate, counters.any > 0 || (!last && isSelfIssued(certificate)), meter)
    if (counters.explicit === 0 && level.size === 0) return missing(certificate, 'RFC 5280 §6.1.3 (f)')
    if (last) return finish(level, certificate, counters, inputs)
    level = applyMappings(level, certificate, counters.mapping > 0, meter)
    if (!isSelfIssued(certificate)) countDown(counters)
    prepare(certificate, counters)
  }
  return undefined
}

function node(expected: Iterable<string>, origins: Iterable<string>): PolicyNode {
  return { expected: new Set(expected), origins: new Set(origins) }
}

function missing(certificate: Certificate, clause: string): Finding {
  return { certificate, fault: fault('policy', clause, 'A policy is required, and no acceptable one holds.') }
}

function initialCounters(length: number, inputs: PolicyInputs): Counters {
  return {
    explicit: inputs.requireExplicit ? 0 : length,
    mapping: inputs.inhibitMapping ? 0 : length,
    any: inputs.inhibitAny ? 0 : length,
  }
}

function countDown(counters: Counters): void {
  counters.explicit = Math.max(0, counters.explicit - 1)
  counters.mapping = Math.max(0, counters.mapping - 1)
  counters.any = Math.max(0, counters.any - 1)
}

/** RFC 5280 §6.1.4 i and j; for the anchor, RFC 5937 §3. */
function prepare({ extensions }: Certificate, counters: Counters): void {
  const { requireExplicitPolicy = Infinity, inhibitPolicyMapping = Infinity } =
    extensions.policyConstraints ?? {}
  counters.explicit = Math.min(counters.explicit, requireExplicitPolicy)
  counters.mapping = Math.min(counters.mapping, inhibitPolicyMapping)
  counters.any = Math.min(counters.any, extensions.inhibitAnyPolicy ?? Infinity)
}

/** RFC 9618 §5.4 (6.1.3 d, e): the next level of the graph; empty when the certificate has no policies. */
function advance(level: Level, { extensions }: Certificate, anyAllowed: boolean, meter: Meter): Level {
  const policies = extensions.certificatePolicies
  const next = new Map<string, PolicyNode>()
  if (!policies) return next
  const expecting = originsByExpected(level, meter)
  for (const policy of policies) {
    meter.spend('comparisons')
    if (policy === anyPolicy) continue
    const origins = expecting.get(policy) ?? (level.has(anyPolicy) ? new Set([policy]) : undefined)
    if (origins) next.set(policy, node([policy], origins))
  }
  if (!policies.has(anyPolicy) || !anyAllowed) return next
  for (const [policy, origins] of expecting) {
    if (!next.has(policy)) next.set(policy, node([policy], origins))
  }
  return next
}

function originsByExpected(level: Level, meter: Meter): Map<string, Set<string>> {
  const byExpected = new Map<string, Set<string>>()
  for (const { expected, origins } of level.values()) {
    for (const policy of expected) {
      meter.spend('comparisons', origins.size)
      byExpected.set(policy, new Set([...(byExpected.get(policy) ?? []), ...origins]))
    }
  }
  return byExpected
}

/** RFC 9618 §5.5 (6.1.4 b). */
function applyMappings(level: Level, { extensions }: Certificate, allowed: boolean, meter: Meter): Level {
  const next = new Map(level)
  const targets = Map.groupBy(extensions.policyMappings ?? [], ({ issuer }) => issuer)
  for (const [issuer, mappings] of targets) {
    meter.spend('comparisons', mappings.length)
    const origins = level.get(issuer)?.origins ?? (level.has(anyPolicy) ? [issuer] : undefined)
    if (!allowed) next.delete(issuer)
    else if (origins)
      next.set(
        issuer,
        node(
          mappings.map(({ subject }) => subject),
          origins,
        ),
      )
  }
  return next
}

/** RFC 5280 §6.1.5 a, b, g. */
function finish(
  level: Level,
  certificate: Certificate,
  counters: Counters,
  inputs: PolicyInputs,
): Finding | undefined {
  const { requireExplicitPolicy } = certificate.extensions.policyConstraints ?? {}
  const explicit = requireExplicitPolicy === 0 ? 0 : Math.max(0, counters.explicit - 1)
  if (explicit > 0) return undefined
  const origins = new Set(level.values().flatMap((entry) => entry.origins))
  const { acceptable = [anyPolicy] } = inputs
  const accepted =
    origins.size > 0 &&
    (acceptable.includes(anyPolicy) ||
      origins.has(anyPolicy) ||
      acceptable.some((policy) => origins.has(policy)))
  return accepted ? undefined : missing(certificate, 'RFC 5280 §6.1.5 (g)')
}
