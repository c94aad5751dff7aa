import { describe, expect, test } from '@jest/globals'
import {
  CertificatePolicies,
  PolicyInformation,
  PolicyMapping,
  PolicyMappings,
  type Extension,
} from '@peculiar/asn1-x509'
import type { Certificate } from '../../../src/trust/certificate.ts'
import type { Authority } from '../../../src/trust/issue.ts'
import { extension } from '../../../src/trust/issue/extensions.ts'
import type { PolicyInputs } from '../../../src/trust/path/types.ts'
import { validatePath } from '../../../src/trust/path/validate.ts'
import { intermediate, member, now, root } from '../support/pki.ts'

const gold = '1.2.156.1.1'
const silver = '1.2.156.1.2'
const any = '2.5.29.32.0'

function policies(...oids: readonly string[]): Extension {
  const list = oids.map((policyIdentifier) => new PolicyInformation({ policyIdentifier }))
  return extension('2.5.29.32', false, new CertificatePolicies(list))
}

function mapping(...pairs: readonly (readonly [string, string])[]): Extension {
  const list = pairs.map(
    ([issuerDomainPolicy, subjectDomainPolicy]) =>
      new PolicyMapping({ issuerDomainPolicy, subjectDomainPolicy } as object),
  )
  return extension('2.5.29.33', true, new PolicyMappings(list))
}

/** requireExplicitPolicy and inhibitPolicyMapping, each 0–127 or absent. */
function constraints(explicit?: number, inhibit?: number): Extension {
  const members = [
    ...(explicit === undefined ? [] : [0x80, 1, explicit]),
    ...(inhibit === undefined ? [] : [0x81, 1, inhibit]),
  ]
  return extension('2.5.29.36', true, Uint8Array.of(0x30, members.length, ...members))
}

function inhibitAny(count: number): Extension {
  return extension('2.5.29.54', true, Uint8Array.of(2, 1, count))
}

/** Whether a path with these extensions, from the first CA to the leaf, is accepted. */
function accepted(levels: readonly (readonly Extension[])[], inputs: PolicyInputs = {}): boolean {
  const anchor = root()
  const chain: Certificate[] = []
  let authority: Authority = anchor
  for (const [at, extensions] of levels.slice(0, -1).entries()) {
    authority = intermediate(authority, `政策${at}`, { extensions })
    chain.push(authority.certificate)
  }
  const leaf = member(authority, { extensions: levels.at(-1) ?? [] })
  const request = {
    leaf,
    intermediates: chain,
    anchors: [anchor.certificate],
    time: now,
    purpose: 'sign',
  } as const
  const result = validatePath({ ...request, policies: inputs })
  if (!result.ok) expect(result.reason).toBe('policy')
  return result.ok
}

describe('certificate policies (RFC 5280 §6.1, RFC 9618)', () => {
  const explicit = { requireExplicit: true }

  test.each<[string, boolean, Extension[][], PolicyInputs]>([
    ['no policy is needed by itself', true, [[], []], {}],
    ['a required policy is missing', false, [[], []], explicit],
    ['one policy runs through', true, [[policies(gold)], [policies(gold)]], explicit],
    ['the policies differ', false, [[policies(gold)], [policies(silver)]], explicit],
    ['the policies differ and none is required', true, [[policies(gold)], [policies(silver)]], {}],
    [
      'it is an acceptable one',
      true,
      [[policies(gold)], [policies(gold)]],
      { ...explicit, acceptable: [gold] },
    ],
    [
      'it is another than the acceptable',
      false,
      [[policies(gold)], [policies(gold)]],
      { ...explicit, acceptable: [silver] },
    ],
    [
      'anyPolicy stands for it',
      true,
      [[policies(any)], [policies(gold)]],
      { ...explicit, acceptable: [gold] },
    ],
    [
      'anyPolicy in the leaf stands for it',
      true,
      [[policies(gold)], [policies(any)]],
      { ...explicit, acceptable: [gold] },
    ],
    [
      'anyPolicy all the way stands for all',
      true,
      [[policies(any)], [policies(any)]],
      { ...explicit, acceptable: [silver] },
    ],
    [
      'anyPolicy does not count from the start',
      false,
      [[policies(any)], [policies(any)]],
      { ...explicit, inhibitAny: true },
    ],
    ['anyPolicy no longer counts below', false, [[policies(gold), inhibitAny(0)], [policies(any)]], explicit],
    ['anyPolicy still counts once below', true, [[policies(gold), inhibitAny(1)], [policies(any)]], explicit],
    ['a CA requires one of the leaf', false, [[policies(gold), constraints(0)], [policies(silver)]], {}],
    [
      'a CA requires one later than the path is long',
      true,
      [[policies(gold), constraints(5)], [policies(silver)]],
      {},
    ],
    ['the leaf itself requires one', false, [[policies(gold)], [policies(silver), constraints(0)]], {}],
    [
      'a policy is mapped',
      true,
      [[policies(gold), mapping([gold, silver])], [policies(silver)]],
      { ...explicit, acceptable: [gold] },
    ],
    [
      'a mapped policy is no longer the old one',
      false,
      [[policies(gold), mapping([gold, silver])], [policies(gold)]],
      explicit,
    ],
    [
      'a mapped policy is judged by its origin',
      false,
      [[policies(gold), mapping([gold, silver])], [policies(silver)]],
      { ...explicit, acceptable: [silver] },
    ],
    [
      'a policy is mapped from anyPolicy',
      true,
      [[policies(any), mapping([gold, silver])], [policies(silver)]],
      { ...explicit, acceptable: [gold] },
    ],
    [
      'mapping is inhibited from the start',
      false,
      [[policies(gold), mapping([gold, silver])], [policies(silver)]],
      { ...explicit, inhibitMapping: true },
    ],
    [
      'mapping is inhibited by a CA above',
      false,
      [
        [policies(gold), constraints(undefined, 0)],
        [policies(gold), mapping([gold, silver])],
        [policies(silver)],
      ],
      explicit,
    ],
    [
      'mapping is not yet inhibited',
      true,
      [
        [policies(gold), constraints(undefined, 1)],
        [policies(gold), mapping([gold, silver])],
        [policies(silver)],
      ],
      explicit,
    ],
    ['a certificate between has none', false, [[policies(gold)], [], [policies(gold)]], explicit],
  ])('%s: %s', (_what, expected, levels, inputs) => {
    expect(accepted(levels, inputs)).toBe(expected)
  })

  test('mappings of everything to everything, ten levels deep, end soon', () => {
    const oids = Array.from({ length: 12 }, (_value, at) => `1.2.156.2.${at}`)
    const all = mapping(...oids.flatMap((from) => oids.map((to) => [from, to] as const)))
    const levels = Array.from({ length: 10 }, () => [policies(...oids), all])
    expect(accepted([...levels, [policies(oids[0] ?? '')]], explicit)).toBe(true)
  })
})
