/** A place in the guide, as the server gives its address, for a link within the console. */
export function guideLink(address: string): string {
  return address.replace(/^\/console/, '')
}
