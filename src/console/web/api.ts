import { learnTime } from './clock.ts'
import { ApiProblem, problemOf } from './problem.ts'
import { csrfToken, renew, session, untilUnlocked } from './session.ts'

export interface PostOptions {
  /** Repeating a post under one key does the thing once. */
  idempotencyKey?: string
  signal?: AbortSignal
}

type Init = RequestInit & { headers?: Record<string, string> }

/** A file that the server made, and the name that it gives it. */
export interface Download {
  blob: Blob
  name: string
}

export async function get<T>(path: string, options: { signal?: AbortSignal } = {}): Promise<T> {
  const response = await call(path, { method: 'GET', ...options })
  return (await response.json()) as T
}

/** T is undefined where the server answers 204. */
export async function post<T = void>(
  path: string,
  body: unknown = {},
  options: PostOptions = {},
): Promise<T> {
  const response = await send(path, body, options)
  return (response.status === 204 ? undefined : await response.json()) as T
}

/**
 * About the session as it is now: it does not wait behind a lock, and is not said again of the session after it. False where it has
 * to be told again: the server did not take it, though there is a session.
 */
export async function tell(path: string): Promise<boolean> {
  const response = await reach(path, posting({}))
  if (response.ok || response.status === 401) return true
  const problem = await problemOf(response)
  return problem.code === 'CSRF_INVALID' && (await renew()) && (await reach(path, posting({}))).ok
}

export async function remove<T>(path: string): Promise<T> {
  const response = await call(path, { method: 'DELETE' })
  return (await response.json()) as T
}

export async function download(path: string, body: unknown = {}): Promise<Download> {
  const response = await send(path, body, {})
  const named = /filename="?([^";]+)"?/.exec(response.headers.get('content-disposition') ?? '')
  return { blob: await response.blob(), name: named?.[1] ?? 'download' }
}

function send(path: string, body: unknown, { idempotencyKey, signal }: PostOptions): Promise<Response> {
  const { headers, ...init } = posting(body)
  return call(path, {
    ...init,
    headers: { ...headers, ...(idempotencyKey && { 'idempotency-key': idempotencyKey }) },
    ...(signal && { signal }),
  })
}

function posting(body: unknown) {
  return { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
}

/**
 * A call that meets a locked session waits behind the lock screen and is made again once it is open. Where another window signed
 * in anew, the token is that of a session that is gone: once, it is read anew.
 */
async function call(path: string, init: Init, mayRenew = true): Promise<Response> {
  const askedIn = session.value
  const response = await reach(path, init)
  if (response.ok) return response
  const problem = await problemOf(response)
  // The answer was under way while the screen was unlocked: it is about the session before.
  if (problem.status === 401 && session.value !== askedIn) return call(path, init, mayRenew)
  if (problem.status === 401 && (await untilUnlocked())) return call(path, init, mayRenew)
  if (problem.code === 'CSRF_INVALID' && mayRenew && (await renew())) return call(path, init, false)
  throw problem
}

async function reach(path: string, init: Init): Promise<Response> {
  const csrf = csrfToken()
  const headers = { accept: 'application/json', ...init.headers, ...(csrf && { 'x-csrf-token': csrf }) }
  try {
    const answer = await fetch(`/console/v1${path}`, {
      ...init,
      headers,
      credentials: 'same-origin',
      cache: 'no-store',
    })
    learnTime(answer.headers.get('date'))
    return answer
  } catch (error) {
    if (init.signal?.aborted) throw error
    throw ApiProblem.unreachable()
  }
}
