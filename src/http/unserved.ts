import {
  type ErrorRequestHandler,
  type Express,
  type Request,
  type RequestHandler,
  type Response,
  Router,
} from 'express'
import { GatewayError } from '../errors.ts'

interface Served {
  method: string
  path: string
}

/**
 * Refuses what no route serves: METHOD_NOT_ALLOWED with the header Allow (RFC 9110 section 15.5.6), else NOT_FOUND. A path is told as
 * routes name it, since what was typed could hold somebody's number.
 */
export function addUnserved(
  app: Express,
  routes: readonly Served[],
  guarded: (handle: (request: Request, response: Response) => never) => RequestHandler,
): void {
  const methods = methodsByPath(routes)
  const served = new WeakMap<Request, string[]>()
  const near = new WeakMap<Request, string>()
  const loosely = Router({ caseSensitive: false, strict: false })
  for (const path of methods.keys()) {
    app.all(path, (request, _response, next) => {
      served.set(request, [...(served.get(request) ?? []), path])
      next()
    })
    loosely.all(path, (request, _response, next) => {
      if (!near.has(request)) near.set(request, path)
      next()
    })
  }
  app.use(loosely)
  app.use(
    guarded((request, response) => {
      const [path, ...others] = served.get(request) ?? []
      if (path === undefined) throw notFound(near.get(request), methods)
      const allowed = new Set([path, ...others].flatMap((each) => [...(methods.get(each) ?? [])]))
      const list = [...allowed].join(', ')
      response.setHeader('allow', list)
      throw new GatewayError('METHOD_NOT_ALLOWED', {
        where: `${request.method} ${named(path)}`,
        detail: `此路径接受的方法 methods taken here: ${list}`,
      })
    }),
  )
  // Else express would answer these by itself, with the path in its page and its log.
  const undecoded = guarded(() => {
    throw new GatewayError('NOT_FOUND', {
      detail: '路径的百分号编码无效 a percent-encoding in the path is none',
    })
  })
  const unread: ErrorRequestHandler = (_error, request, response, next) => undecoded(request, response, next)
  app.use(unread)
}

/** What is got can also be had without its body. */
function methodsByPath(routes: readonly Served[]): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>()
  for (const { method, path } of routes) {
    const methods = found.get(path) ?? new Set()
    for (const each of method === 'get' ? ['GET', 'HEAD'] : [method.toUpperCase()]) methods.add(each)
    found.set(path, methods)
  }
  return found
}

function notFound(near: string | undefined, paths: ReadonlyMap<string, unknown>): GatewayError {
  if (near !== undefined) {
    const detail = '大小写与结尾斜杠须完全一致 upper and lower case and a slash at the end count'
    return new GatewayError('NOT_FOUND', { where: named(near), detail })
  }
  const begins = new Set([...paths.keys()].map(beginning))
  return new GatewayError('NOT_FOUND', {
    detail: `本端口的路径 paths of this listener: ${[...begins].join(', ')}`,
  })
}

/** Two names of a path, and that there is more. */
function beginning(path: string): string {
  const names = path.split('/')
  return named(names.length > 3 ? `${names.slice(0, 3).join('/')}/…` : path)
}

/** `:name` and `*name` of express are `{name}` of OpenAPI. */
function named(path: string): string {
  return path.replaceAll(/[:*](\w+)/g, '{$1}')
}
