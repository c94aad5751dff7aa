import { post } from '../api.ts'

/** Ends the session here and at the identity provider. */
export async function signOut(): Promise<void> {
  const { to } = await post<{ to: string }>('/sign-out')
  window.location.assign(to)
}
