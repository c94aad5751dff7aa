import { chinaDate } from '../../../clock.ts'
import { readOwnersOnly } from '../../../config/owners-only.ts'
import { readBearerToken, readStoreKey } from '../../../config/secrets.ts'
import { daysLeft, expiryDays } from '../../../domain/expiry.ts'
import { GatewayError } from '../../../errors.ts'
import {
  certificates,
  type Identity,
  type OwnCertificate,
  type OwnKeyPair,
  readKeyPair,
  readOwnCertificate,
} from '../../../identity/identity.ts'
import { signingAlgorithm } from '../../../jws/signer.ts'
import { paperAlgorithmOf } from '../../../print/algorithms.ts'
import type { Certificate } from '../../../trust/certificate.ts'
import { reasonWords } from '../../../trust/path/reason-words.ts'
import type { Purpose } from '../../../trust/path/types.ts'
import { validatePath } from '../../../trust/path/validate.ts'
import { memberCodeOf } from '../../../composition/trust/evidence-trust.ts'
import type { CheckDeps } from './ports.ts'
import type { Report } from './report.ts'

/** Key files, the certificates that fit them, and paths to the anchors; gives what could be read. */
export function checkKeys(deps: CheckDeps, report: Report): Partial<Identity> {
  const anchors = checkAnchors(deps, report)
  const sign = checkSigning(deps, report)
  const tls = checkPair('通道密钥 channel key', 'tls', deps.config.keys.tls, deps, report)
  if (sign) {
    checkPath('签名证书 signing certificate', 'sign', sign, anchors, ['sign'], deps, report)
    report.judge(
      '签名算法 signature algorithm',
      '/keys/sign/certificate',
      () => signingAlgorithm(sign.leaf.publicKey).name,
    )
    warnOfPaper(sign, deps, report)
  }
  if (tls) {
    const purposes = ['tls-server', 'tls-client'] as const
    checkPath('通道证书 channel certificate', 'tls', tls, anchors, purposes, deps, report)
  }
  report.judge('存储密钥 store key', '/store/keyFile', () => {
    readStoreKey(deps.config, deps.environment)
    return deps.environment.storeKey === undefined ? (deps.config.store.keyFile ?? '') : 'GATEWAY_STORE_KEY'
  })
  return { ...(sign && { sign }), ...(tls && { tls }), anchors }
}

/** Messages may be signed with a key that paper cannot be. */
function warnOfPaper({ leaf }: OwnCertificate, { config }: CheckDeps, report: Report): void {
  if (!config.office.console || paperAlgorithmOf(leaf)) return
  const text =
    '控制台无法打印证明，PDF 阅读器只能验证这些算法 no certificate can be printed from the console: PDF readers verify ES256, ES384 and PS256 alone'
  report.warn('纸质证明签名 signature on paper', '/keys/sign/certificate', text)
}

function checkAnchors({ config, now }: CheckDeps, report: Report): readonly Certificate[] {
  let anchors: readonly Certificate[] = []
  report.judge('信任锚 trust anchors', '/trust/anchors', () => {
    anchors = certificates(config.trust.anchors)
    return anchors.map(({ subject, notAfter }) => `${subject.text}, ${term(notAfter, now)}`).join('; ')
  })
  return anchors
}

/** A signing server is not asked: nothing is started here. */
function checkSigning(deps: CheckDeps, report: Report): Identity['sign'] | undefined {
  const { sign } = deps.config.keys
  const { server } = sign
  if (!server) return checkPair('签名密钥 signing key', 'sign', sign, deps, report)
  let own: OwnCertificate | undefined
  report.judge('签名服务器 signing server', '/keys/sign/server', () => {
    own = readOwnCertificate(sign.certificate)
    certificates(server.anchors)
    if (server.tokenFile !== undefined) readBearerToken(server.tokenFile)
    return `${server.keyId} at ${server.url}, not asked 未连接`
  })
  return own && { ...own, key: undefined }
}

function checkPair(
  subject: string,
  use: 'sign' | 'tls',
  files: { key: string; certificate: string },
  { environment }: CheckDeps,
  report: Report,
): OwnKeyPair | undefined {
  let pair: OwnKeyPair | undefined
  report.judge(subject, `/keys/${use}/key`, () => {
    pair = readKeyPair(files, readOwnersOnly(files.key), environment.keyPassphrase)
    return `${files.key}, fits ${files.certificate}`
  })
  return pair
}

function checkPath(
  subject: string,
  use: 'sign' | 'tls',
  { chain: [leaf, ...intermediates] }: OwnCertificate,
  anchors: readonly Certificate[],
  purposes: readonly Purpose[],
  { config, now }: CheckDeps,
  report: Report,
): void {
  const pointer = `/keys/${use}/certificate`
  if (!leaf) return
  report.judge(subject, pointer, () => {
    for (const purpose of purposes) {
      const path = validatePath({ leaf, intermediates, anchors, time: now, purpose })
      if (!path.ok) {
        throw new GatewayError('CERTIFICATE_UNTRUSTED', {
          where: path.certificate.subject,
          detail: `证书链不成立：${reasonWords[path.reason].zh} the chain does not hold, ${purpose}: ${path.detail} (${path.reason}, ${path.rule})`,
        })
      }
    }
    return `${leaf.subject.text}, ${term(leaf.notAfter, now)}, ${leaf.thumbprint}`
  })
  const left = daysLeft(leaf.notAfter, now)
  if (left >= 0 && left < expiryDays.notice)
    report.warn(subject, pointer, `${left} days left: renew it now 请尽快更换`)
  const code = memberCodeOf(leaf)
  if (code !== undefined && code !== config.member) {
    report.warn(subject, pointer, `carries the member code ${code}, not ${config.member} 机构代码不一致`)
  }
}

function term(notAfter: number, now: number): string {
  return `有效期至 until ${chinaDate(notAfter)} (${daysLeft(notAfter, now)} days)`
}
