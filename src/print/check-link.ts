import { createHash } from 'node:crypto'
import { GatewayError } from '../errors.ts'

/** Crockford's alphabet: nothing that is read for something else on paper. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/**
 * Verification code (验证码) of a signed certificate: 60 bits of a SHA-256 over the token, as three groups of four, such as
 * `7KQ2-M9XT-4WPA`. Whoever holds the token computes it, and nobody else: the token ends with a signature that cannot be guessed,
 * so neither can the code be found from the number, nor the person from the code.
 */
export function checkCode(token: Uint8Array): string {
  const digest = createHash('sha256').update('hpf-paper-check.1\n').update(token).digest()
  let bits = digest.readBigUInt64BE() >> 4n
  const letters: string[] = []
  for (let i = 0; i < 12; i += 1) {
    letters.unshift(alphabet.charAt(Number(bits & 31n)))
    bits >>= 5n
  }
  return letters.join('').replace(/.{4}(?=.)/g, '$&-')
}

/**
 * What the QR code says: the page with number and code behind `#`, which browsers keep to themselves, so that neither comes
 * into anybody's access log. Fails with USAGE_INVALID for a page that is no https URL, has a query or fragment, or is longer than
 * 100 characters: nobody types that.
 */
export function checkUrl(page: string, number: string, code: string): string {
  if (!/^https:\/\/[^\s#?@]{1,92}$/.test(page) || !URL.canParse(page)) {
    throw new GatewayError('USAGE_INVALID', {
      where: 'check page',
      detail:
        '须为不超过 100 个字符的 https 网址，不含查询、片段与用户 not an https URL of at most 100 characters without query, fragment and user',
    })
  }
  return `${page}#${number}.${code.replaceAll('-', '')}`
}
