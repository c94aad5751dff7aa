import { GatewayError } from '../errors.ts'

/** A request for an access token: client credentials with a private-key JWT (RFC 6749 section 4.4, RFC 7523 section 2.2). */
export interface TokenRequest {
  assertion: string
  clientId: string | undefined
}

const grantType = 'client_credentials'
const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'

/**
 * Reads the form. Parameters that are not ours are passed over, as the RFC asks; `scope` too: a token is for all that its client
 * may. Fails with TOKEN_REQUEST_INVALID naming the parameter.
 */
export function readTokenRequest(body: Buffer): TokenRequest {
  const form = new URLSearchParams(body.toString('latin1'))
  const parameter = (name: string): string | undefined => {
    const [value, second] = form.getAll(name)
    if (second !== undefined) throw invalid(name, '只能给出一次 is there twice')
    return value
  }
  if (parameter('grant_type') !== grantType) throw invalid('grant_type', `只接受 only ${grantType}`)
  if (parameter('client_assertion_type') !== assertionType) {
    throw invalid('client_assertion_type', `只接受 only ${assertionType}`)
  }
  const assertion = parameter('client_assertion')
  if (assertion === undefined) throw invalid('client_assertion', '缺少该参数 is missing')
  return { assertion, clientId: parameter('client_id') }
}

function invalid(where: string, detail: string): GatewayError {
  return new GatewayError('TOKEN_REQUEST_INVALID', { where, detail })
}
