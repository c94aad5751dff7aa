import type { Config } from '../../config/config.ts'
import type { Contracts } from '../../contracts/contracts.ts'
import { createDirectorySources } from '../../directory/sources.ts'
import { GatewayError, toGatewayError } from '../../errors.ts'
import { certificates } from '../../identity/identity.ts'
import { createFetch } from '../../peers/fetch.ts'
import type { DirectoryView } from '../../speaker/ports.ts'
import { certificateToPem } from '../../trust/certificate.ts'
import { tokenIn } from '../files.ts'
import { believing } from '../trust.ts'

/** The newest directory in force among the sources of a configuration, files and URLs, or why there is none. `now` in epoch milliseconds. */
export async function newestDirectory(
  config: Config,
  contracts: Contracts,
  now: number,
): Promise<DirectoryView | GatewayError> {
  const trust = believing({ ...config.trust, directory: undefined }, contracts)
  const anchors = certificates(config.trust.anchors).map(certificateToPem).join('')
  const sources = createDirectorySources(config.directory.sources, { fetch: createFetch(anchors) })
  const views: DirectoryView[] = []
  const faults: GatewayError[] = []
  for (const source of sources) {
    try {
      const view = trust.readDirectory(tokenIn(await source.read()), now)
      if (view.expires * 1000 > now) views.push(view)
      else faults.push(new GatewayError('DIRECTORY_EXPIRED', { where: `version ${view.version}` }))
    } catch (thrown) {
      faults.push(toGatewayError(thrown))
    }
  }
  const [newest] = views.toSorted((a, b) => b.version - a.version)
  return newest ?? toGatewayError(faults[0])
}

/** What a directory says of one certificate of a member. */
export interface Listing {
  listed: boolean
  /** Epoch milliseconds; perhaps to come. */
  retired: number | undefined
}

export function listingOf(
  directory: DirectoryView,
  member: string,
  use: 'sign' | 'tls',
  thumbprint: string,
): Listing {
  const code =
    use === 'sign' ? directory.signing(thumbprint)?.member.code : directory.channel(thumbprint)?.code
  return { listed: code === member, retired: code === member ? directory.retired(thumbprint) : undefined }
}
