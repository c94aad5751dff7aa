import { GatewayError } from '../../errors.ts'

/** How the caller wants a question handled (RFC 7240). */
export interface Preference {
  /** Seconds that it is ready to wait within the request, 0 to 60. */
  waitSeconds: number
  /** What was understood, for Preference-Applied. */
  applied: string
}

const longestWait = 60

/** Undefined where the caller states no preference of ours. Others are passed over, as the RFC asks. Fails with PREFERENCE_INVALID. */
export function preferenceIn(header: string | string[] | undefined): Preference | undefined {
  const stated = [header ?? []]
    .flat()
    .join(',')
    .split(',')
    .map((each) => each.trim().toLowerCase())
  const async = stated.includes('respond-async')
  const wait = stated.find((each) => each.startsWith('wait'))
  if (wait === undefined) return async ? { waitSeconds: 0, applied: 'respond-async' } : undefined
  const seconds = /^wait\s*=\s*"?([0-9]{1,2})"?$/.exec(wait)?.[1]
  if (seconds === undefined || Number(seconds) > longestWait) {
    throw new GatewayError('PREFERENCE_INVALID', {
      where: 'Prefer',
      detail: `取值范围 wait=0 to wait=${longestWait}`,
    })
  }
  return { waitSeconds: Number(seconds), applied: `${async ? 'respond-async, ' : ''}wait=${Number(seconds)}` }
}
