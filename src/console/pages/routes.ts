import type { Response } from 'express'
import type { Problem } from '../../contracts/generated/types.ts'
import { GatewayError } from '../../errors.ts'
import type { Route } from '../../http/app.ts'
import { respond, respondProblem } from '../../http/respond.ts'
import type { BuiltFiles } from './built-files.ts'
import { type Keep, sendBuilt } from './send-built.ts'

export interface PageRoutesDeps {
  built: BuiltFiles
}

const base = '/console/'

/** The pages and what they load. Which page it is, the page itself sees by its address. */
export function pageRoutes({ built }: PageRoutesDeps): Route[] {
  return [
    {
      operationId: 'getStart',
      method: 'get',
      path: '/',
      query: 'any',
      handle(_request, response) {
        response.writeHead(303, { location: base, 'content-length': 0 }).end()
      },
    },
    ...['/console', base, `${base}*path`].map((path): Route => ({
      operationId: 'getPage',
      method: 'get',
      path,
      query: 'any',
      refuse: asPage,
      handle(request, response) {
        const name = request.path.slice(base.length)
        const asset = isPage(name) ? undefined : built.find(name)
        if (asset) return sendBuilt(request, response, asset, keepOf(name))
        const page = isPage(name) ? built.find('index.html') : undefined
        if (!page) throw new GatewayError('NOT_FOUND')
        sendBuilt(request, response, page, 'never')
      },
    })),
  ]
}

/** Pages name what they load by its content: an old one would ask for what is not there any more. */
function keepOf(name: string): Keep {
  if (name.startsWith('assets/')) return 'forever'
  return name.endsWith('.html') ? 'never' : 'a while'
}

/** Files have an ending, addresses of pages have none; what is asked for by pages is no page. */
function isPage(name: string): boolean {
  return !name.startsWith('v1/') && !name.startsWith('assets/') && !name.includes('.')
}

/** For whoever opened it, where there is no page of ours to say it. */
function asPage(response: Response, problem: Problem): void {
  if (problem.code !== 'CONSOLE_NOT_BUILT') return respondProblem(response, problem)
  const { title, hint, status, requestId } = problem
  respond(response, {
    status,
    contentType: 'text/html; charset=utf-8',
    body: `<!doctype html>
<html lang="zh-CN">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title.zh}</title>
<h1>${title.zh}</h1>
<p>${hint.zh}</p>
<p lang="en">${title.en} ${hint.en}</p>
<p>请求编号 ${requestId}</p>
</html>
`,
    requestId,
  })
}
