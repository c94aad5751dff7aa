import type { TrafficCount } from './ports.ts'

// Times are counted in buckets, each a fifth longer than the one before: instances can add up their counts, and a percentile is
// told to within a fifth, for a few numbers an hour.

const perDoubling = 4

/** The bucket of a time in milliseconds. */
export function bucketOf(ms: number): number {
  return ms <= 1 ? 0 : Math.ceil(perDoubling * Math.log2(ms))
}

/** Where a bucket ends, in milliseconds. */
export function endOf(bucket: number): number {
  return Math.round(2 ** (bucket / perDoubling))
}

/** The time that 95 of 100 did not exceed, in milliseconds; undefined of nothing. */
export function p95Of(counts: readonly Pick<TrafficCount, 'bucket' | 'asked'>[]): number | undefined {
  const rank = Math.ceil(0.95 * counts.reduce((sum, { asked }) => sum + asked, 0))
  let seen = 0
  for (const { bucket, asked } of counts.toSorted((a, b) => a.bucket - b.bucket)) {
    seen += asked
    if (seen >= rank) return endOf(bucket)
  }
  return undefined
}
