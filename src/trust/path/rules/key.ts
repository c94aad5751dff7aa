import { keyFault } from '../../algorithms.ts'
import type { Certificate } from '../../certificate.ts'
import type { Fault } from '../types.ts'
import { fault } from './rule.ts'

/** The public key is of a kind and size that policy allows: the table in `algorithms.ts`. */
export function checkKey({ key }: Certificate): Fault | undefined {
  const detail = keyFault(key)
  return detail === undefined ? undefined : fault('algorithm', 'policy', detail)
}
