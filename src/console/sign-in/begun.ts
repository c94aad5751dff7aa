import type { Request, Response } from 'express'
import { randomNonce, randomPKCECodeVerifier, randomState } from 'openid-client'
import { type Clock, isOver } from '../../clock.ts'

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

/** Kept by the browser itself, sealed, each in a place of its own: who only begins sign-ins fills nothing here. */
export interface BegunSignIns {
  /** One more; where the browser has no place left, its oldest goes. */
  begin(request: Request, response: Response, to: string): SignInBegun
  /**
   * What this browser began with the state that it comes back with, once; undefined where it began no such, or too long ago. Whatever
   * else it began stays, whoever made it come.
   */
  take(request: Request, response: Response): SignInBegun | undefined
}

export interface Seal {
  seal(plain: Uint8Array, context: string): Buffer
  /** Throws where a byte differs. */
  open(sealed: Uint8Array, context: string): Buffer
}

// A few windows of one browser. Any number of names would let a stranger's page fill the head of every request beyond what is read.
const places = [1, 2, 3].map((place) => `__Host-hpf-sign-in-${place}`)
const context = 'console sign-in'
/** How long somebody may take at the provider, in milliseconds. */
const patienceMs = 600_000
/** It comes back from another site, which `strict` would not let through. */
const cookie = { secure: true, httpOnly: true, sameSite: 'lax', path: '/' } as const

export function createBegunSignIns({ seal, clock }: { seal: Seal; clock: Clock }): BegunSignIns {
  /** By the place that each is kept in. */
  function heldBy({ headers }: Request): Map<string, SignInBegun> {
    const cookies = cookiesIn(headers.cookie)
    const held = places.map((place) => [place, opened(cookies.get(place), seal)] as const)
    return new Map(held.flatMap(([place, begun]) => (isHeld(begun) ? [[place, begun]] : [])))
  }

  function isHeld(begun: SignInBegun | undefined): begun is SignInBegun {
    return begun !== undefined && !isOver(begun.at, patienceMs, clock())
  }

  return {
    begin(request, response, to) {
      const begun = {
        state: randomState(),
        nonce: randomNonce(),
        verifier: randomPKCECodeVerifier(),
        to,
        at: clock(),
      }
      const sealed = seal.seal(Buffer.from(JSON.stringify(begun)), context).toString('base64url')
      response.cookie(freePlace(heldBy(request)), sealed, { ...cookie, maxAge: patienceMs })
      return begun
    },
    take(request, response) {
      const { state } = request.query
      const [place, begun] = [...heldBy(request)].find(([, each]) => each.state === state) ?? []
      if (place !== undefined) response.clearCookie(place, cookie)
      return begun
    },
  }
}

/** The first that holds nothing, else the one that has held something for longest. */
function freePlace(held: ReadonlyMap<string, SignInBegun>): string {
  const since = (place: string): number => held.get(place)?.at ?? 0
  return places.reduce((oldest, place) => (since(place) < since(oldest) ? place : oldest))
}

function opened(value: string | undefined, seal: Seal): SignInBegun | undefined {
  if (value === undefined) return undefined
  try {
    return JSON.parse(seal.open(Buffer.from(value, 'base64url'), context).toString()) as SignInBegun
  } catch {
    return undefined
  }
}

function cookiesIn(header = ''): Map<string, string> {
  return new Map(
    header.split(';').map((each) => {
      const [name = '', ...value] = each.trim().split('=')
      return [name, value.join('=')]
    }),
  )
}
