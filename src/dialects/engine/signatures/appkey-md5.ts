import { createHash } from 'node:crypto'
import { type Convention, valueOf } from './convention.ts'

/** MD5 in hex over application key, secret and time (milliseconds). */
export function appkeySignature(appKey: string, requestSecret: string, requestTime: string): string {
  return createHash('md5')
    .update(appKey + requestSecret + requestTime)
    .digest('hex')
}

/** The older signature of Zhejiang: it covers the time alone. */
export const appkeyMd5: Convention = {
  needs: ['appKey', 'requestSecret'],
  takes: [],
  headers(values, { at }) {
    const appKey = valueOf(values, 'appKey')
    const requestTime = String(at)
    return {
      appKey,
      requestTime,
      sign: appkeySignature(appKey, valueOf(values, 'requestSecret'), requestTime),
    }
  },
}
