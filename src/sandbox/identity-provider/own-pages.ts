import { text } from 'node:stream/consumers'
import type { KoaContextWithOIDC, Provider } from 'oidc-provider'
import type { IdentityFiles } from '../files.ts'
import { findPerson, peopleIn } from './people.ts'
import { signInPage, signOutScript, style } from './sign-in-page.ts'

const base = '/sign-in/'

export function ownPagePath(uid: string): string {
  return base + uid
}

type Handle = (ctx: KoaContextWithOIDC, next: () => Promise<void>) => Promise<void>

/** The page on which somebody is chosen, and what all pages need. `console`: origin that browsers are sent back to. */
export function handleOwnPages(provider: Provider, files: IdentityFiles, console: string): Handle {
  return async (ctx, next) => {
    // A form's way back leads over redirects to the console, which browsers count as the form's action.
    ctx.set(
      'content-security-policy',
      `default-src 'none'; style-src 'self'; script-src 'self'; form-action 'self' ${console}; base-uri 'none'; frame-ancestors 'none'`,
    )
    ctx.set('referrer-policy', 'no-referrer')
    ctx.set('x-content-type-options', 'nosniff')
    if (ctx.path === '/sign-in.css') return sendText(ctx, 'text/css; charset=utf-8', style)
    if (ctx.path === '/sign-out.js') return sendText(ctx, 'text/javascript; charset=utf-8', signOutScript)
    if (!ctx.path.startsWith(base)) return next()
    ctx.set('cache-control', 'no-store')
    if (ctx.method !== 'POST')
      return sendText(ctx, 'text/html; charset=utf-8', signInPage(peopleIn(files), ctx.path))
    const chosen = new URLSearchParams(await text(ctx.req)).get('staff') ?? ''
    const result = findPerson(files, chosen)
      ? { login: { accountId: chosen, remember: false } }
      : { error: 'access_denied', error_description: 'nobody was chosen' }
    ctx.status = 303
    ctx.redirect(
      await provider.interactionResult(ctx.req, ctx.res, result, { mergeWithLastSubmission: false }),
    )
  }
}

async function sendText(ctx: KoaContextWithOIDC, type: string, body: string): Promise<void> {
  ctx.type = type
  ctx.body = body
}
