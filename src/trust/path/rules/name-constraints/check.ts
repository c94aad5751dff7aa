import type { Certificate } from '../../../certificate.ts'
import type { NameConstraints } from '../../../extensions/name-constraints.ts'
import type { GeneralName } from '../../../general-names.ts'
import type { Meter } from '../../budget.ts'
import type { Fault } from '../../types.ts'
import { fault, isSelfIssued, type Finding, type RuleContext } from '../rule.ts'
import { standing } from './match.ts'
import { constrainedNames } from './subject-names.ts'

/**
 * No certificate has a name that an issuer above it may not issue for; self-issued ones are exempt unless they
 * are the last (RFC 5280 §6.1.3 b, c, §6.1.4 g). The anchor's constraints count as well (RFC 5937 §3).
 */
export function checkNameConstraints(
  path: readonly Certificate[],
  { meter }: RuleContext,
): Finding | undefined {
  const above: NameConstraints[] = []
  for (const [index, certificate] of path.entries()) {
    const exempt = index === 0 || (isSelfIssued(certificate) && index < path.length - 1)
    if (!exempt) {
      const broken = findBroken(constrainedNames(certificate), above, meter)
      if (broken) return { certificate, fault: broken }
    }
    if (certificate.extensions.nameConstraints) above.push(certificate.extensions.nameConstraints)
  }
  return undefined
}

function findBroken(
  names: readonly GeneralName[],
  above: readonly NameConstraints[],
  meter: Meter,
): Fault | undefined {
  for (const constraints of above) {
    for (const name of names) {
      if (!allows(constraints, name, meter)) {
        return fault(
          'name-constraints',
          'RFC 5280 §6.1.3 (b), (c)',
          `An issuer may not issue for this ${name.kind} name.`,
        )
      }
    }
  }
  return undefined
}

/** Each issuer's permitted subtrees hold by themselves, which is the intersection that §6.1.4 g asks for. */
function allows({ permitted, excluded }: NameConstraints, name: GeneralName, meter: Meter): boolean {
  const allowed = permitted.filter((subtree) => sameKind(subtree, name))
  const forbidden = excluded.filter((subtree) => sameKind(subtree, name))
  meter.spend('comparisons', permitted.length + excluded.length)
  const inside = allowed.length === 0 || allowed.some((subtree) => standing(name, subtree) === 'inside')
  return inside && forbidden.every((subtree) => standing(name, subtree) === 'outside')
}

function sameKind(left: GeneralName, right: GeneralName): boolean {
  return left.kind === 'other' && right.kind === 'other' ? left.tag === right.tag : left.kind === right.kind
}
