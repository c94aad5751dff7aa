import { GatewayError } from '../../errors.ts'

/** Where to go after a sign-in: a page of the console and nowhere else. Fails with SIGN_IN_REFUSED. */
export function placeAfterSignIn(to: unknown, origin: string): string {
  if (to === undefined) return '/console/'
  if (typeof to === 'string' && /^\/console\/[!-[\]-~]{0,500}$/.test(to)) {
    const { origin: there, pathname, search, hash } = new URL(to, origin)
    // Dot segments are resolved only now.
    if (there === origin && pathname.startsWith('/console/')) return pathname + search + hash
  }
  throw new GatewayError('SIGN_IN_REFUSED', {
    where: 'to',
    detail: '不是经办台的页面 no page of the console',
  })
}
