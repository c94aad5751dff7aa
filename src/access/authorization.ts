import { GatewayError } from '../errors.ts'

/** What a request's header Authorization gives (RFC 9110 section 11.6.2). */
export type Authorization =
  { scheme: 'none' } | { scheme: 'bearer'; token: string } | { scheme: 'hpf-jws'; token: string }

const schemes = ['bearer', 'hpf-jws'] as const
const credentials = /^([A-Za-z-]+) +([A-Za-z0-9._~+/-]+=*)$/

/** Reads the values of the header, as many as came. Fails with AUTHORIZATION_INVALID. */
export function readAuthorization(values: readonly string[]): Authorization {
  const [value, second] = values
  if (value === undefined) return { scheme: 'none' }
  if (second !== undefined) throw invalid('只能给出一个 more than one')
  const [, given = '', token = ''] = credentials.exec(value) ?? []
  const scheme = schemes.find((each) => each === given.toLowerCase())
  if (!scheme) throw invalid('应为 Bearer 或 HPF-JWS 加一个令牌 neither Bearer nor HPF-JWS, and one token')
  return { scheme, token }
}

function invalid(detail: string): GatewayError {
  return new GatewayError('AUTHORIZATION_INVALID', { where: 'Authorization', detail })
}
