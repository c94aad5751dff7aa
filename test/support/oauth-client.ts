import { type KeyObject, randomUUID } from 'node:crypto'
import { SignJWT } from 'jose'

/** What an OAuth library sends to the token endpoint, each claim and parameter to be changed at will; undefined takes it away. */
export async function tokenForm(
  client: { name: string; key: KeyObject; member: string },
  {
    claims = {},
    header = {},
    parameters = {},
    now = Date.now(),
  }: {
    claims?: Record<string, unknown>
    header?: Record<string, unknown>
    parameters?: Record<string, string | undefined>
    now?: number
  } = {},
): Promise<string> {
  const iat = Math.floor(now / 1000)
  const payload = {
    iss: client.name,
    sub: client.name,
    aud: `urn:hpf-exchange:office:${client.member}`,
    jti: randomUUID(),
    iat,
    exp: iat + 60,
    ...claims,
  }
  const given = Object.entries(payload).filter(([, value]) => value !== undefined)
  const assertion = await new SignJWT(Object.fromEntries(given))
    .setProtectedHeader({ alg: 'ES256', ...header })
    .sign(client.key)
  const form = {
    grant_type: 'client_credentials',
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: assertion,
    ...parameters,
  }
  return new URLSearchParams(
    Object.entries(form).filter((entry): entry is [string, string] => entry[1] !== undefined),
  ).toString()
}
