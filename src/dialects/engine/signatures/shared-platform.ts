import { createHmac } from 'node:crypto'
import { type Convention, valueOf } from './convention.ts'

/** HMAC-SHA256 in base64 over service id, requester id and time (milliseconds). */
export function platformSignature(sid: string, rid: string, rtime: string, secret: string): string {
  return createHmac('sha256', secret)
    .update(sid + rid + rtime)
    .digest('base64')
}

/**
 * The national service platform (国家政务服务平台, gjzwfwpt) and the older exchange platform (国家共享交换平台, gjgxjhpt), which
 * sign alike: they cover the service id and the time, without a nonce.
 */
export function platform(prefix: 'gjzwfwpt' | 'gjgxjhpt'): Convention {
  return {
    needs: ['rid', 'sid', 'secret'],
    takes: [],
    headers(values, { at }) {
      const [rid, sid, secret] = [valueOf(values, 'rid'), valueOf(values, 'sid'), valueOf(values, 'secret')]
      const rtime = String(at)
      return {
        [`${prefix}_rid`]: rid,
        [`${prefix}_sid`]: sid,
        [`${prefix}_rtime`]: rtime,
        [`${prefix}_sign`]: platformSignature(sid, rid, rtime, secret),
      }
    },
  }
}
