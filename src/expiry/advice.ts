import { chinaDate } from '../clock.ts'
import type { ExpiryWarning, TermUse } from './ports.ts'

interface Text {
  en: string
  zh: string
}

/** A warning as health and log show it. */
export interface ToldWarning {
  warning: ExpiryWarning['level']
  use: TermUse
  centre?: string
  subject: string
  thumbprint: string
  /** China time. */
  validUntil: string
  daysLeft: number
  todo: string
  docs: string
}

/** With what to do, in Chinese and English, and where that is described. */
export function toldWarning(warning: ExpiryWarning): ToldWarning {
  const { level, use, member, subject, thumbprint, until, daysLeft } = warning
  const { en, zh } = todo(warning)
  return {
    warning: level,
    use,
    ...(member !== undefined && { centre: member }),
    subject,
    thumbprint,
    validUntil: chinaDate(until),
    daysLeft,
    todo: `${zh} ${en}`,
    docs: `docs/operations.md#${headingOf(warning)}`,
  }
}

function todo({ own, use, member }: ExpiryWarning): Text {
  switch (use) {
    case 'directory':
      return {
        zh: '请联盟运营方签发并发布新版目录；到期后不再应答、也不能提问。',
        en: 'Ask the federation’s operator to sign and publish a new version; past its end nothing is answered or asked.',
      }
    case 'anchor':
      return {
        zh: '请联盟运营方分发新的信任锚，加入 trust.anchors 后重新加载。',
        en: 'Get the new anchor from the federation’s operator, add it to trust.anchors and reload.',
      }
    case 'intermediate':
      return {
        zh: '请签发机构换发中间证书，并由使用它的成员更新证书链。',
        en: 'Have the authority renew this intermediate, and the members under it change their chains.',
      }
    default:
      return own
        ? {
            zh: `请用 gateway keys csr 申请新的${use === 'sign' ? '签名' : '通道'}证书，登记到目录后更换 keys.${use} 并重新加载。`,
            en: `Request a new certificate with gateway keys csr, have it listed in the directory, then change keys.${use} and reload.`,
          }
        : {
            zh: `请 ${member} 的运维更换该证书并登记到目录；不再使用的请登记停用。`,
            en: `Ask the operator of ${member} to renew it and have it listed; one that is out of use is to be retired.`,
          }
  }
}

const anchors = {
  directory: 'the-directory-expires-目录到期',
  anchor: 'an-anchor-or-intermediate-expires-信任锚或中间证书到期',
  intermediate: 'an-anchor-or-intermediate-expires-信任锚或中间证书到期',
}

/** The heading in docs/operations.md, as a link names it. */
export function headingOf({ use, own }: Pick<ExpiryWarning, 'use' | 'own'>): string {
  if (use !== 'sign' && use !== 'tls') return anchors[use]
  return own ? 'our-own-certificate-expires-本方证书到期' : 'a-peers-certificate-expires-对方证书到期'
}
