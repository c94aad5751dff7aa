/** What became of one case of a suite. */
export interface Outcome {
  readonly id: string
  readonly expected: 'accept' | 'refuse'
  readonly got: 'accept' | 'refuse'
  /** Why it was refused, and why the suite says it should be. */
  readonly reason?: string
  readonly expectedReason?: string
  readonly milliseconds: number
}

export interface Tally {
  readonly right: readonly Outcome[]
  readonly wronglyAccepted: readonly Outcome[]
  readonly wronglyRefused: readonly Outcome[]
  /** Refused as it should be, but for another reason than the suite states. */
  readonly otherReason: readonly Outcome[]
  readonly slowest: Outcome | undefined
}

export function tally(outcomes: readonly Outcome[]): Tally {
  return {
    right: outcomes.filter(({ expected, got }) => expected === got),
    wronglyAccepted: outcomes.filter(({ expected, got }) => expected === 'refuse' && got === 'accept'),
    wronglyRefused: outcomes.filter(({ expected, got }) => expected === 'accept' && got === 'refuse'),
    otherReason: outcomes.filter(
      ({ got, expectedReason, reason = '' }) =>
        got === 'refuse' && expectedReason !== undefined && !reason.startsWith(`${expectedReason}:`),
    ),
    slowest: outcomes.toSorted((left, right) => right.milliseconds - left.milliseconds)[0],
  }
}

/** A few lines for people: the figures first, then every case that is not right. */
export function describeTally(name: string, counted: Tally): string {
  const { right, wronglyAccepted, wronglyRefused, otherReason, slowest } = counted
  const total = right.length + wronglyAccepted.length + wronglyRefused.length
  return [
    `${name}: ${right.length}/${total} right, ${wronglyAccepted.length} wrongly accepted, ${wronglyRefused.length} wrongly refused` +
      (slowest ? `, slowest ${Math.ceil(slowest.milliseconds)} ms (${slowest.id})` : ''),
    ...list('wrongly accepted', wronglyAccepted),
    ...list('wrongly refused ', wronglyRefused),
    ...list('other reason    ', otherReason),
  ].join('\n')
}

function list(title: string, outcomes: readonly Outcome[]): string[] {
  return outcomes.map(({ id, reason = '' }) => `  ${title}  ${id}  ${reason}`.trimEnd())
}
