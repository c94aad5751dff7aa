/** What became of one case of a suite. */
export interface Outcome {
  readonly id: string
  readonly expected: 'accept' | 'refuse'
  readonly got: 'accept' | 'refuse'
  /** Why it was refused, and why the suite says it should be. */
  readonly reason?: string
  readonly expectedReason?: string
  /** Refused for this although the standards allow it, since we want none of it: an algorithm, a kind of key. */
  readonly policy?: string
  readonly milliseconds: number
}

export interface Tally {
  readonly right: readonly Outcome[]
  readonly wronglyAccepted: readonly Outcome[]
  readonly wronglyRefused: readonly Outcome[]
  /** Refused although the suite has it for good, by what we allow and no fault of the reading. */
  readonly refusedByPolicy: readonly Outcome[]
  /** Refused as it should be, but for another reason than the suite states. */
  readonly otherReason: readonly Outcome[]
  readonly slowest: Outcome | undefined
}

export function tally(outcomes: readonly Outcome[]): Tally {
  return {
    right: outcomes.filter(({ expected, got }) => expected === got),
    wronglyAccepted: outcomes.filter(({ expected, got }) => expected === 'refuse' && got === 'accept'),
    wronglyRefused: outcomes.filter((outcome) => refusedGood(outcome) && outcome.policy === undefined),
    refusedByPolicy: outcomes.filter((outcome) => refusedGood(outcome) && outcome.policy !== undefined),
    otherReason: outcomes.filter(
      ({ got, expectedReason, reason = '' }) =>
        got === 'refuse' && expectedReason !== undefined && !reason.startsWith(`${expectedReason}:`),
    ),
    slowest: outcomes.toSorted((left, right) => right.milliseconds - left.milliseconds)[0],
  }
}

function refusedGood({ expected, got }: Outcome): boolean {
  return expected === 'accept' && got === 'refuse'
}

/** A few lines for people: the figures first, then every case that is not right. */
export function describeTally(name: string, counted: Tally): string {
  const { wronglyAccepted, wronglyRefused, refusedByPolicy, otherReason, slowest } = counted
  return [
    `${name}: ${figures(counted)}` +
      (slowest ? `, slowest ${Math.ceil(slowest.milliseconds)} ms (${slowest.id})` : ''),
    ...list('wrongly accepted', wronglyAccepted),
    ...list('wrongly refused ', wronglyRefused),
    ...list('other reason    ', otherReason),
    ...[...byPolicy(refusedByPolicy)].map(([policy, count]) => `  refused by policy ${count} for ${policy}`),
  ].join('\n')
}

export function figures({ right, wronglyAccepted, wronglyRefused, refusedByPolicy }: Tally): string {
  const total = right.length + wronglyAccepted.length + wronglyRefused.length + refusedByPolicy.length
  return (
    `${right.length}/${total} right, ${wronglyAccepted.length} wrongly accepted, ${wronglyRefused.length} wrongly refused` +
    (refusedByPolicy.length > 0 ? `, ${refusedByPolicy.length} refused by policy` : '')
  )
}

/** How many were refused for each policy, the commonest first. */
export function byPolicy(outcomes: readonly Outcome[]): ReadonlyMap<string, number> {
  const groups = Map.groupBy(outcomes, ({ policy = '' }) => policy)
  const counts = [...groups].map(([policy, group]) => [policy, group.length] as const)
  return new Map(counts.toSorted(([, left], [, right]) => right - left))
}

function list(title: string, outcomes: readonly Outcome[]): string[] {
  return outcomes.map(({ id, reason = '' }) => `  ${title}  ${id}  ${reason}`.trimEnd())
}
