import {
  AuthorizationResponseError,
  ClientError,
  ResponseBodyError,
  WWWAuthenticateChallengeError,
} from 'openid-client'
import { GatewayError } from '../../errors.ts'

/** What went wrong with the provider: it is not to be had, it says no, or what it says does not hold. */
export type ProviderFault = 'unavailable' | 'refused' | 'broken'

/** The provider describes somebody by no staff number that messages between centres can carry. */
export class UnknownStaffError extends Error {
  override readonly name = 'UnknownStaffError'
}

/** openid-client tells it by classes of errors, with what was behind them as the cause. */
export function providerFault(thrown: unknown): ProviderFault {
  const status = statusOf(thrown)
  if (status !== undefined) return faultOfStatus(status)
  if (thrown instanceof AuthorizationResponseError || thrown instanceof UnknownStaffError) return 'refused'
  return thrown instanceof ClientError && thrown.cause instanceof GatewayError ? 'unavailable' : 'broken'
}

function faultOfStatus(status: number): ProviderFault {
  if (status >= 500 || status === 429) return 'unavailable'
  return [400, 401, 403].includes(status) ? 'refused' : 'broken'
}

/** As an error of ours, for the log: what the provider calls it, and nothing of its answer. */
export function detailOf(thrown: unknown): string {
  if (thrown instanceof AuthorizationResponseError || thrown instanceof ResponseBodyError)
    return code(thrown.error)
  if (thrown instanceof ClientError) {
    const { cause } = thrown
    return cause instanceof GatewayError ? (cause.detail ?? cause.code) : code(thrown.code)
  }
  if (thrown instanceof UnknownStaffError)
    return 'userinfo 未给出可用的工号 userinfo gives no usable staff number'
  return statusOf(thrown)?.toString() ?? '原因不明 unknown reason'
}

function statusOf(thrown: unknown): number | undefined {
  if (thrown instanceof ResponseBodyError || thrown instanceof WWWAuthenticateChallengeError)
    return thrown.status
  return thrown instanceof ClientError && thrown.cause instanceof Response ? thrown.cause.status : undefined
}

function code(text: unknown): string {
  return typeof text === 'string' && /^[A-Za-z0-9_.-]{1,64}$/.test(text) ? text : '原因不明 unknown reason'
}
