import type { Reason } from './types.ts'

/** Why there is no valid path, for whoever has to mend it; the certificate is the subject. */
export const reasonWords: Readonly<Record<Reason, { zh: string; en: string }>> = {
  'no-path': { zh: '签发机构不在信任锚之下', en: 'it was issued by nobody whom an anchor leads to' },
  budget: { zh: '附带的证书过多', en: 'the certificates offered with it take too much work' },
  malformed: { zh: '证书内容自相矛盾或不合规范', en: 'it contradicts itself or its profile' },
  'not-yet-valid': { zh: '尚未生效', en: 'it is not yet valid' },
  expired: { zh: '已到期', en: 'it has expired' },
  algorithm: { zh: '算法或密钥不被接受', en: 'its algorithm or key is not allowed' },
  signature: { zh: '不是由签发机构的密钥签名', en: 'its issuer’s key did not sign it' },
  'not-a-ca': { zh: '签发者不是签发机构', en: 'its issuer is no authority' },
  'path-length': { zh: '签发机构的层级过多', en: 'its issuer may not issue at this depth' },
  'is-a-ca': { zh: '这是签发机构的证书，不能由成员使用', en: 'it is an authority’s, not a member’s' },
  'key-usage': { zh: '密钥用途不符', en: 'its key is for another usage' },
  'extended-key-usage': { zh: '扩展密钥用途不符', en: 'its extended key usage is another' },
  'name-constraints': { zh: '签发机构无权签发该名称', en: 'its issuer may not issue for this name' },
  policy: { zh: '没有所要求的证书策略', en: 'it has no policy that is required' },
  'critical-extension': {
    zh: '含有不认识的关键扩展',
    en: 'it has a critical extension that is not understood',
  },
  'peer-name': { zh: '不是签发给该域名或地址的', en: 'it is not for this name or address' },
  revoked: { zh: '已被吊销', en: 'it has been revoked' },
  'revocation-unknown': { zh: '无法判断是否已吊销', en: 'nothing current says whether it is revoked' },
}
