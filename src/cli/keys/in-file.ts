import { GatewayError } from '../../errors.ts'

/** Names the file in what fails with KEY_UNUSABLE. */
export function inFile<T>(file: string, read: () => T): T {
  try {
    return read()
  } catch (cause) {
    if (!(cause instanceof GatewayError) || cause.code !== 'KEY_UNUSABLE') throw cause
    throw new GatewayError('KEY_UNUSABLE', {
      where: file,
      ...(cause.detail !== undefined && { detail: cause.detail }),
      cause,
    })
  }
}
