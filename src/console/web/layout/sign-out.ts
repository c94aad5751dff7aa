import { post } from '../api.ts'
import { tellWindows } from '../session/windows.ts'
import { leaveFor } from '../unsaved.ts'

/** Ends the session here and at the identity provider; no window goes on showing what it showed. */
export async function signOut(): Promise<void> {
  const { to } = await post<{ to: string }>('/sign-out')
  tellWindows('signed-out')
  leaveFor(to)
}
