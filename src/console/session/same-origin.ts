import type { IncomingHttpHeaders } from 'node:http'

/**
 * Whether a page of our own made the request, as the browser says (Origin, RFC 6454; Sec-Fetch-Site, Fetch Metadata). What changes
 * something has to say so; looking also works from the address bar.
 */
export function isOfOurPages(method: string, headers: IncomingHttpHeaders, origin: string): boolean {
  const site = headers['sec-fetch-site']
  if (method === 'get') return site === undefined || site === 'same-origin' || site === 'none'
  if (site !== undefined && site !== 'same-origin') return false
  return headers.origin === undefined ? site === 'same-origin' : headers.origin === origin
}
