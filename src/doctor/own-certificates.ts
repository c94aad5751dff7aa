import { daysLeft } from '../domain/expiry.ts'
import { toGatewayError } from '../errors.ts'
import { assertNotRetired } from '../speaker/speaker.ts'
import type { DirectoryView } from '../speaker/ports.ts'
import type { Certificate } from '../trust/certificate.ts'
import type { Purpose } from '../trust/path/types.ts'
import { validatePath } from '../trust/path/validate.ts'
import type { DoctorDeps, Finding, Text, Trouble } from './ports.ts'
import { catalogued, pathTrouble } from './troubles.ts'

type Deps = Pick<DoctorDeps, 'self' | 'own' | 'anchors' | 'revocation' | 'clock'>

const words = { sign: '签名', tls: '通道' }

/** Our certificates as the peer will judge them: a path, revocation, listed for us, not retired. */
export function ownCertificates(view: DirectoryView, deps: Deps): Finding<true> {
  const now = deps.clock()
  const figures: Text[] = []
  for (const use of ['sign', 'tls'] as const) {
    const trouble = troubleOf(use, view, deps)
    if (trouble) return { state: 'fails', trouble }
    const [leaf] = deps.own[use]
    if (!leaf) continue
    const days = daysLeft(leaf.notAfter, now)
    figures.push({ zh: `${words[use]} ${days} 天`, en: `${use} ${days} days` })
  }
  const text = {
    zh: `已登记，剩余：${figures.map(({ zh }) => zh).join('，')}`,
    en: `listed, left: ${figures.map(({ en }) => en).join(', ')}`,
  }
  return { state: 'holds', text, value: true }
}

const purposes: Record<'sign' | 'tls', readonly Purpose[]> = {
  sign: ['sign'],
  tls: ['tls-client', 'tls-server'],
}

function troubleOf(use: 'sign' | 'tls', view: DirectoryView, deps: Deps): Trouble | undefined {
  const { self, own, anchors, revocation, clock } = deps
  const [leaf, ...intermediates] = own[use]
  if (!leaf) return undefined
  for (const purpose of purposes[use]) {
    const path = validatePath({
      leaf,
      intermediates,
      anchors,
      time: clock(),
      purpose,
      ...(revocation && { revocation: revocation.data() }),
    })
    if (!path.ok) return pathTrouble(path, own[use], 'own')
  }
  const member = use === 'sign' ? view.signing(leaf.thumbprint)?.member : view.channel(leaf.thumbprint)
  if (member?.code !== self) return notListed(use, leaf, view)
  try {
    assertNotRetired(leaf.thumbprint, view, clock())
    return undefined
  } catch (thrown) {
    return catalogued(toGatewayError(thrown))
  }
}

function notListed(use: 'sign' | 'tls', { thumbprint }: Certificate, { version }: DirectoryView): Trouble {
  const [zh, en] = use === 'sign' ? ['签名', 'signing'] : ['通道', 'channel']
  return {
    code: use === 'sign' ? 'CERTIFICATE_UNKNOWN' : 'CHANNEL_MISMATCH',
    cause: {
      zh: `目录版本 ${version} 未登记本方${zh}证书`,
      en: `the directory, version ${version}, does not list our ${en} certificate ${thumbprint}`,
    },
    remedy: {
      zh: `请目录运营方为本机构登记该证书，或把 keys.${use} 换回已登记的密钥与证书。`,
      en: `Have the directory’s operator list it for this member, or go back to a listed pair under keys.${use}.`,
    },
  }
}
