import { createHttpLine } from './http-line.ts'
import { defaultLineSettings, type Line, type LineAccess, type LineSettings } from './line.ts'
import { createTcpLine } from './tcp-line.ts'

/** By the scheme of the endpoint. */
export function createLine(access: LineAccess, settings: LineSettings = defaultLineSettings): Line {
  const { protocol } = new URL(access.endpoint)
  return protocol === 'tcp:' ? createTcpLine(access, settings) : createHttpLine(access, settings)
}
