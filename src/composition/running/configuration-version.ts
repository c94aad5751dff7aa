import type { Config } from '../../config/config.ts'
import { changedMembers } from '../../config/reloadable.ts'
import { digestOf } from '../../domain/digest.ts'
import type { Identity } from '../../identity/identity.ts'

interface InForce {
  config: Config
  identity: Pick<Identity, 'sign' | 'tls' | 'anchors'>
}

/** Names a configuration with the certificates and anchors that it leads to: 12 characters, equal where all of it is. */
export function configurationVersion({ config, identity }: InForce): string {
  return digestOf(Buffer.from(JSON.stringify([config, certificatesOf(identity)]))).slice(0, 12)
}

/** Members of the configuration that differ, also where only the file that one names does. */
export function configurationChanges(before: InForce, after: InForce): string[] {
  const [was, is] = [certificatesOf(before.identity), certificatesOf(after.identity)]
  const files = Object.keys(was).filter((member) => was[member] !== is[member])
  return [...new Set([...changedMembers(before.config, after.config), ...files])]
}

function certificatesOf({ sign, tls, anchors }: InForce['identity']): Record<string, string> {
  return {
    'keys.sign.certificate': sign.chain.map(({ thumbprint }) => thumbprint).join(' '),
    'keys.tls.certificate': tls.chain.map(({ thumbprint }) => thumbprint).join(' '),
    'trust.anchors': anchors.map(({ thumbprint }) => thumbprint).join(' '),
  }
}
