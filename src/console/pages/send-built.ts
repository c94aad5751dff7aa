import type { Request, Response } from 'express'
import type { BuiltFile } from './built-files.ts'

/** How long browsers may keep a file: one that is named by its content for ever, a page not at all. */
export type Keep = 'forever' | 'a while' | 'never'

const cacheControl: Record<Keep, string> = {
  forever: 'public, max-age=31536000, immutable',
  'a while': 'public, max-age=3600',
  never: 'no-store',
}

/** In the smallest form that the browser takes. */
export function sendBuilt(request: Request, response: Response, file: BuiltFile, keep: Keep): void {
  const { encoding, bytes } = chosen(request, file)
  response.writeHead(200, {
    'content-type': file.type,
    'content-length': bytes.length,
    'cache-control': cacheControl[keep],
    vary: 'accept-encoding',
    ...(encoding && { 'content-encoding': encoding }),
  })
  response.end(request.method === 'HEAD' ? undefined : bytes)
}

function chosen(request: Request, { bytes, br, gzip }: BuiltFile): { encoding?: string; bytes: Buffer } {
  const kinds = [...(br ? ['br'] : []), ...(gzip ? ['gzip'] : [])]
  const encoding = request.acceptsEncodings(...kinds, 'identity')
  if (encoding === 'br' && br) return { encoding, bytes: br }
  if (encoding === 'gzip' && gzip) return { encoding, bytes: gzip }
  return { bytes }
}
