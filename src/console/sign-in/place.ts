import { GatewayError } from '../../errors.ts'

/** In characters, as it is kept: what has to be escaped grows to three times its length, and a browser brings it in a cookie. */
const longest = 512

/** Where to go after a sign-in: a page of the console and nowhere else. Fails with SIGN_IN_REFUSED. */
export function placeAfterSignIn(to: unknown, origin: string): string {
  if (to === undefined) return '/console/'
  if (typeof to === 'string' && /^\/console\/[!-[\]-~]{0,500}$/.test(to)) {
    const { origin: there, pathname, search, hash } = new URL(to, origin)
    // Dot segments are resolved only now.
    const place = pathname + search + hash
    if (there === origin && place.startsWith('/console/') && place.length <= longest) return place
  }
  throw new GatewayError('SIGN_IN_REFUSED', {
    where: 'to',
    detail: '不是经办台的页面 no page of the console',
  })
}
