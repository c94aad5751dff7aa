import { chinaDate } from '../clock.ts'
import type { ErrorCode, GatewayError } from '../errors.ts'
import type { Certificate } from '../trust/certificate.ts'
import { reasonWords } from '../trust/path/reason-words.ts'
import type { InvalidPath } from '../trust/path/types.ts'
import type { Text, Trouble } from './ports.ts'

/** An error as the catalogue tells it. */
export function catalogued({ code, entry, where, detail }: GatewayError): Trouble {
  const more = [where, detail].filter((part) => part !== undefined).join(', ')
  const cause = {
    zh: entry.title.zh.replace(/。$/, ''),
    en: entry.title.en.replace(/\.$/, '') + (more && ` (${more})`),
  }
  return { code, cause, remedy: entry.remedy }
}

/** Whose certificate it is. */
export type Whose = 'peer' | 'own'

const codes: Partial<Record<InvalidPath['reason'], ErrorCode>> = {
  revoked: 'CERTIFICATE_REVOKED',
  'revocation-unknown': 'REVOCATION_UNKNOWN',
}

/** A path that does not hold, in the words of somebody who has to mend it. `chain`: what was offered, leaf first. */
export function pathTrouble(invalid: InvalidPath, chain: readonly Certificate[], whose: Whose): Trouble {
  const at = chain.findIndex(({ thumbprint }) => thumbprint === invalid.certificate.thumbprint)
  const broken = chain[at] ?? chain[0]
  const name = named(whose, at > 0 ? invalid.certificate.subject : undefined)
  return {
    code: codes[invalid.reason] ?? 'CERTIFICATE_UNTRUSTED',
    cause: broken
      ? causeOf(invalid, broken, name)
      : { zh: `${name.zh}不合规：${reasonWords[invalid.reason].zh}`, en: invalid.detail },
    remedy: remedyOf(invalid, whose),
  }
}

function named(whose: Whose, authority: string | undefined): Text {
  const [zh, en] = whose === 'peer' ? ['对方证书', 'the peer’s certificate'] : ['本方证书', 'our certificate']
  return authority === undefined
    ? { zh, en }
    : { zh: `${zh}链中的 ${authority}`, en: `${authority} above ${en}` }
}

function causeOf({ reason, rule, detail }: InvalidPath, certificate: Certificate, name: Text): Text {
  const [from, until] = [chinaDate(certificate.notBefore), chinaDate(certificate.notAfter)]
  const issuer = certificate.issuer.text
  switch (reason) {
    case 'expired':
      return { zh: `${name.zh}已于 ${until} 到期`, en: `${name.en} expired on ${until}` }
    case 'not-yet-valid':
      return { zh: `${name.zh}自 ${from} 起才有效`, en: `${name.en} is valid only from ${from}` }
    case 'no-path':
    case 'signature':
      return {
        zh: `${name.zh}的签发机构不受信任：${issuer}`,
        en: `${name.en} was issued by an authority that trust.anchors does not lead to`,
      }
    case 'revoked':
      return { zh: `${name.zh}已被吊销`, en: `${name.en} has been revoked` }
    case 'revocation-unknown':
      return {
        zh: `无法判断${name.zh}是否已吊销`,
        en: `nothing current says whether ${name.en} is revoked`,
      }
    default:
      return { zh: `${name.zh}不合规：${reasonWords[reason].zh}`, en: `${name.en} breaks ${rule}: ${detail}` }
  }
}

function remedyOf({ reason }: InvalidPath, whose: Whose): Text {
  if (reason === 'revocation-unknown') {
    return {
      zh: '请修复 trust.revocation 中该签发机构的来源，或请签发机构发布最新吊销列表。',
      en: 'Mend the source of this authority under trust.revocation, or have the authority publish a current list.',
    }
  }
  if (whose === 'own') {
    return {
      zh: '请用 gateway keys csr 申请新证书，登记到目录后更换 keys 中的文件并重新加载。',
      en: 'Request a new certificate with gateway keys csr, have it listed, change the files under keys and reload.',
    }
  }
  switch (reason) {
    case 'not-yet-valid':
      return {
        zh: '请先核对本机时钟，再请对方运维核对证书有效期。',
        en: 'Check our own clock first, then ask the peer’s operator about the certificate’s validity.',
      }
    case 'no-path':
    case 'signature':
      return {
        zh: '请对方运维换用联盟机构签发的证书；若该机构是新加入的，请核实后把其根证书加入 trust.anchors。',
        en: 'Ask the peer’s operator to use a certificate of the federation’s authority; add the authority to trust.anchors only if it is new and verified.',
      }
    default:
      return {
        zh: '请对方运维更换证书并登记到目录。',
        en: 'Ask the peer’s operator to renew the certificate and have it listed in the directory.',
      }
  }
}
