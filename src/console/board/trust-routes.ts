import type { Clock } from '../../clock.ts'
import { matching, type QueryParameter, queryParameter } from '../../http/query.ts'
import { respondJson } from '../../http/respond.ts'
import type { ConsoleCall, ConsoleRoute } from '../call.ts'
import { type DirectoryDeps, shownChanges, shownDirectory } from './directory.ts'
import { type ListedAnchor, type OwnListed, shownKeys } from './keys.ts'

export interface TrustRoutesDeps {
  clock: Clock
  ownCertificates(): OwnListed[]
  anchors(): readonly ListedAnchor[]
  directory: DirectoryDeps
}

const version: QueryParameter = {
  ...matching(/^[0-9]{1,15}$/, '目录版本号 a version of the directory'),
  required: true,
}

/** What is believed and by what we are believed: keys, anchors, the directory. */
export function trustRoutes({ clock, ownCertificates, anchors, directory }: TrustRoutesDeps): ConsoleRoute[] {
  return [
    {
      operationId: 'consoleKeys',
      method: 'get',
      path: '/console/v1/keys',
      needs: ['board'],
      background: true,
      handle: ({ response, requestId }) =>
        respondJson(response, 200, shownKeys(ownCertificates(), anchors(), clock()), requestId),
    },
    {
      operationId: 'consoleDirectory',
      method: 'get',
      path: '/console/v1/directory',
      needs: ['board'],
      background: true,
      handle: async ({ response, requestId }) =>
        respondJson(response, 200, await shownDirectory(directory), requestId),
    },
    {
      operationId: 'consoleDirectoryChanges',
      method: 'get',
      path: '/console/v1/directory/changes',
      query: { from: version, to: version },
      needs: ['board'],
      async handle(call) {
        const [from, to] = [versionIn(call, 'from'), versionIn(call, 'to')]
        respondJson(call.response, 200, await shownChanges(from, to, directory), call.requestId)
      },
    },
  ]
}

function versionIn({ request }: ConsoleCall, name: 'from' | 'to'): number {
  return Number(queryParameter(request, name))
}
