import type { Request, Response } from 'express'
import { randomNonce, randomPKCECodeVerifier, randomState } from 'openid-client'
import type { Clock } from '../../clock.ts'

/** A sign-in that a browser went to the provider with. */
export interface SignInBegun {
  state: string
  nonce: string
  verifier: string
  /** Where it wants to be afterwards, a path of our own. */
  to: string
  /** Epoch milliseconds. */
  at: number
}

/** Kept by the browser itself, sealed: who only begins sign-ins fills nothing here. */
export interface BegunSignIns {
  begin(response: Response, to: string): SignInBegun
  /** What this browser began, once; undefined where it began nothing, or too long ago. */
  take(request: Request, response: Response): SignInBegun | undefined
}

export interface Seal {
  seal(plain: Uint8Array, context: string): Buffer
  /** Throws where a byte differs. */
  open(sealed: Uint8Array, context: string): Buffer
}

const name = '__Host-hpf-sign-in'
const context = 'console sign-in'
/** How long somebody may take at the provider, in milliseconds. */
const patienceMs = 600_000
/** It comes back from another site, which `strict` would not let through. */
const cookie = { secure: true, httpOnly: true, sameSite: 'lax', path: '/' } as const

export function createBegunSignIns({ seal, clock }: { seal: Seal; clock: Clock }): BegunSignIns {
  return {
    begin(response, to) {
      const begun = {
        state: randomState(),
        nonce: randomNonce(),
        verifier: randomPKCECodeVerifier(),
        to,
        at: clock(),
      }
      const sealed = seal.seal(Buffer.from(JSON.stringify(begun)), context).toString('base64url')
      response.cookie(name, sealed, { ...cookie, maxAge: patienceMs })
      return begun
    },
    take(request, response) {
      const value = cookieIn(request.headers.cookie)
      if (value === undefined) return undefined
      response.clearCookie(name, cookie)
      const begun = opened(value, seal)
      return begun && clock() - begun.at < patienceMs ? begun : undefined
    },
  }
}

function opened(value: string, seal: Seal): SignInBegun | undefined {
  try {
    return JSON.parse(seal.open(Buffer.from(value, 'base64url'), context).toString()) as SignInBegun
  } catch {
    return undefined
  }
}

function cookieIn(header = ''): string | undefined {
  const found = header.split(';').find((each) => each.trim().startsWith(`${name}=`))
  return found?.trim().slice(name.length + 1)
}
