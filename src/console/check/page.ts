import type { Route } from '../../http/app.ts'
import { GatewayError } from '../../errors.ts'
import type { BuiltFile, BuiltFiles } from '../pages/built-files.ts'
import { sendBuilt } from '../pages/send-built.ts'

export interface CheckPageDeps {
  built: BuiltFiles
  sandbox: boolean
}

/** Where the build has the pages' files, and where this page has its own: a proxy towards the public lets through nothing but /check. */
const builtBase = '/console/assets/'
const ownBase = '/check/assets/'

/** The page behind the QR code: no sign-in, nothing of the console. */
export function checkPageRoutes({ built, sandbox }: CheckPageDeps): Route[] {
  let page: { html: BuiltFile; assets: ReadonlySet<string> } | undefined
  const pageOf = () => (page ??= ownPage(built, sandbox))
  return [
    {
      operationId: 'getCheckPage',
      method: 'get',
      path: '/check',
      query: 'any',
      handle: (request, response) => sendBuilt(request, response, pageOf().html, 'never'),
    },
    {
      operationId: 'getCheckPage',
      method: 'get',
      path: '/check/',
      query: 'any',
      handle(request, response) {
        const at = request.url.indexOf('?')
        const search = at < 0 ? '' : request.url.slice(at)
        response.writeHead(308, { location: `/check${search}`, 'content-length': 0 }).end()
      },
    },
    {
      operationId: 'getCheckAsset',
      method: 'get',
      path: `${ownBase}:file`,
      handle(request, response) {
        const name = `assets/${String(request.params['file'])}`
        const asset = pageOf().assets.has(name) ? built.find(name) : undefined
        if (!asset) throw new GatewayError('NOT_FOUND')
        sendBuilt(request, response, asset, 'forever')
      },
    },
  ]
}

/** The page with its files below /check, and which those are: what it names, and what those name in turn. */
function ownPage(built: BuiltFiles, sandbox: boolean) {
  const file = built.find('check.html')
  if (!file) throw new GatewayError('CONSOLE_NOT_BUILT')
  const html = file.bytes.toString().replaceAll(builtBase, ownBase)
  const shown = sandbox ? html.replace('data-sandbox="no"', 'data-sandbox="yes"') : html
  const assets = new Set<string>()
  const queue = namesIn(html)
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    if (assets.has(name)) continue
    assets.add(name)
    if (name.endsWith('.js')) queue.push(...namesIn(built.find(name)?.bytes.toString() ?? ''))
  }
  const bytes = Buffer.from(shown)
  return { html: { type: file.type, bytes, br: undefined, gzip: undefined }, assets }
}

function namesIn(text: string): string[] {
  return [...text.matchAll(/[\w.-]+\.(?:js|css|svg)/g)].map(([name]) => `assets/${name}`)
}
