import helmet from 'helmet'
import type { AppDeps } from '../../http/app.ts'

/** Nothing but what is ours, and nothing inline. A form may lead to the identity provider, and a printed certificate is shown from memory. */
export function contentSecurityPolicy(provider: string): Record<string, string[]> {
  return {
    'default-src': ["'none'"],
    'script-src': ["'self'"],
    'style-src': ["'self'"],
    'img-src': ["'self'", 'data:', 'blob:'],
    'font-src': ["'self'"],
    'connect-src': ["'self'"],
    'frame-src': ['blob:'],
    'form-action': ["'self'", provider],
    'base-uri': ["'none'"],
    'frame-ancestors': ["'none'"],
  }
}

/** Every answer to a browser says what may be done with it. `provider`: origin of the identity provider. */
export function securityHeaders(provider: string): NonNullable<AppDeps['setHeaders']> {
  const setHeaders = helmet({
    contentSecurityPolicy: { useDefaults: false, directives: contentSecurityPolicy(provider) },
    strictTransportSecurity: { maxAge: 31_536_000, includeSubDomains: false },
    referrerPolicy: { policy: 'no-referrer' },
    xFrameOptions: { action: 'deny' },
  })
  return (request, response) => {
    setHeaders(request, response, () => undefined)
    response.setHeader('permissions-policy', 'camera=(), geolocation=(), microphone=(), payment=()')
  }
}
