import { isIP } from 'node:net'
import { chinaDate, chinaDateTime } from '../clock.ts'
import { daysLeft } from '../domain/expiry.ts'
import { toGatewayError } from '../errors.ts'
import { assertNotRetired } from '../speaker/speaker.ts'
import type { DirectoryView, KnownMember } from '../speaker/ports.ts'
import { speakerOf } from '../speaker/representative.ts'
import { type Certificate, readCertificate } from '../trust/certificate.ts'
import type { PathRequest } from '../trust/path/types.ts'
import { validatePath } from '../trust/path/validate.ts'
import { addressText, certificateNames } from '../trust/peer-name.ts'
import type { Met } from './handshake.ts'
import type { DoctorDeps, Finding, Text, Trouble } from './ports.ts'
import { catalogued, pathTrouble } from './troubles.ts'

/** The certificate that TLS met: a path by our own rules, for this host, listed for this member, and one that TLS lets pass. */
export function peerCertificate(
  met: Met,
  host: string,
  member: KnownMember,
  view: DirectoryView,
  deps: Pick<DoctorDeps, 'anchors' | 'clock'>,
): Finding<PathRequest> {
  try {
    return judged(met, met.chain.map(readCertificate), host, member, view, deps)
  } catch (thrown) {
    return { state: 'fails', trouble: catalogued(toGatewayError(thrown)) }
  }
}

function judged(
  met: Met,
  chain: readonly Certificate[],
  host: string,
  member: KnownMember,
  view: DirectoryView,
  { anchors, clock }: Pick<DoctorDeps, 'anchors' | 'clock'>,
): Finding<PathRequest> {
  const [leaf, ...sent] = chain
  const now = clock()
  if (!leaf) return fails(noCertificate)
  const request = {
    leaf,
    intermediates: [...sent, ...listedAbove(speakerOf(member, view), view)],
    anchors,
    time: now,
    purpose: 'tls-server',
  } as const
  const path = validatePath(request)
  if (!path.ok) return fails(pathTrouble(path, [leaf, ...request.intermediates], 'peer'))
  if (!certificateNames(leaf, { kind: isIP(host) === 0 ? 'dns' : 'ip', value: host }))
    return fails(otherHost(leaf, host))
  const listed = view.channel(leaf.thumbprint)
  const speaker = speakerOf(member, view)
  if (listed?.code !== speaker.code) return fails(notListed(leaf, speaker, listed, view))
  assertNotRetired(leaf.thumbprint, view, now)
  if (met.refusal !== undefined) return fails(refusedByTls(met.refusal, sent.length))
  const [until, days] = [chinaDate(leaf.notAfter), daysLeft(leaf.notAfter, now)]
  const text = {
    zh: `${leaf.subject.text}，有效期至 ${until}（${days} 天），已登记`,
    en: `${leaf.subject.text}, until ${until} (${days} days), listed`,
  }
  return { state: 'holds', text, value: request }
}

/** Whether a certificate of the path is revoked, where anybody is asked about that. */
export async function peerRevocation(
  request: PathRequest,
  { revocation }: Pick<DoctorDeps, 'revocation'>,
): Promise<Finding<true>> {
  if (!revocation) {
    const text = {
      zh: '未配置 trust.revocation，不查吊销',
      en: 'trust.revocation is not configured, so nobody is asked',
    }
    return { state: 'skipped', text, value: true }
  }
  const path = validatePath(request)
  if (path.ok) revocation.learn(path.path)
  await revocation.settle()
  const result = validatePath({ ...request, revocation: revocation.data() })
  if (!result.ok) return fails(pathTrouble(result, [request.leaf, ...request.intermediates], 'peer'))
  const asOf = result.revocation && chinaDateTime(result.revocation.asOf)
  const text = {
    zh: `未吊销${asOf === undefined ? '' : `，截至 ${asOf}`}`,
    en: `not revoked${asOf === undefined ? '' : ` as of ${asOf}`}`,
  }
  return { state: 'holds', text, value: true }
}

/** Intermediates that the directory lists for the member's channel: TLS goes without them, but then it shows what is missing. */
function listedAbove({ code }: KnownMember, { content }: DirectoryView): Certificate[] {
  const chains =
    content.members.find((member) => member.code === code)?.certificates.map(({ chain }) => chain) ?? []
  return chains.flatMap(([, ...above]) => above.map((der) => readCertificate(Buffer.from(der, 'base64'))))
}

function fails(trouble: Trouble): { state: 'fails'; trouble: Trouble } {
  return { state: 'fails', trouble }
}

const noCertificate: Trouble = {
  code: 'PEER_TLS_FAILED',
  cause: { zh: '对方没有出示证书', en: 'the peer shows no certificate' },
  remedy: {
    zh: '请对方运维检查网关的 keys.tls。',
    en: 'Ask the peer’s operator to check keys.tls of its gateway.',
  },
}

function otherHost(leaf: Certificate, host: string): Trouble {
  const names = (leaf.extensions.subjectAltName ?? []).flatMap((name) =>
    name.kind === 'ip' ? [addressText(name.bytes)] : name.kind === 'dns' ? [name.text] : [],
  )
  const has = names.join(', ') || '—'
  return {
    code: 'PEER_TLS_FAILED',
    cause: {
      zh: `对方证书不是签发给 ${host} 的`,
      en: `the peer’s certificate is not for ${host}; it names ${has}`,
    },
    remedy: {
      zh: '请对方运维换发含该域名或地址的证书，或更正目录中登记的地址。',
      en: 'Ask the peer’s operator for a certificate with this name in subjectAltName, or for a corrected endpoint in the directory.',
    },
  }
}

function notListed(
  leaf: Certificate,
  { code }: KnownMember,
  listed: KnownMember | undefined,
  { version }: DirectoryView,
): Trouble {
  const cause: Text = listed
    ? {
        zh: `该地址出示的是另一成员 ${listed.name}（${listed.code}）的证书`,
        en: `the certificate met there is of another member, ${listed.code}`,
      }
    : {
        zh: `目录版本 ${version} 未登记对方出示的证书`,
        en: `the directory, version ${version}, does not list the peer’s certificate ${leaf.thumbprint}`,
      }
  const remedy: Text = listed
    ? {
        zh: '请核对目录中的地址是否指向该成员，或请对方运维检查端口转发。',
        en: 'Check whether the listed endpoint leads to this member; ask the peer’s operator about the forwarding.',
      }
    : {
        zh: `请对方运维为 ${code} 登记该证书，或换回已登记的证书；本机目录请确认为最新。`,
        en: `Ask the peer’s operator to have it listed for ${code} or to go back to a listed one; see that our directory is the newest.`,
      }
  return { code: 'CHANNEL_MISMATCH', cause, remedy }
}

/** Our rules find a path where TLS does not: mostly because the server keeps its intermediate to itself. */
function refusedByTls(refusal: string, sent: number): Trouble {
  const alone = sent === 0 && /UNABLE_TO_(VERIFY|GET_ISSUER)/.test(refusal)
  return {
    code: 'PEER_TLS_FAILED',
    cause: alone
      ? {
          zh: '对方服务器没有发送中间证书',
          en: `the peer’s server does not send its intermediate (${refusal})`,
        }
      : { zh: 'TLS 不接受对方证书', en: `TLS does not accept the peer’s certificate (${refusal})` },
    remedy: {
      zh: '请对方运维在 keys.tls.certificate 中附上中间证书（证书在前）。',
      en: 'Ask the peer’s operator to put the intermediates behind the certificate in keys.tls.certificate.',
    },
  }
}
