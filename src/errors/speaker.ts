import { type CatalogueEntry, caller, stranger } from './entry.ts'

/** Who is speaking: one uniform answer. */
export const speakerErrors = {
  UNAUTHENTICATED: caller(
    401,
    { en: 'The request could not be authenticated.', zh: '无法确认请求方身份。' },
    {
      en: 'Check the signature, certificate and directory entry; reproduce it against a sandbox gateway, which explains every refusal.',
      zh: '请核对签名、证书与目录登记；可在沙箱网关上重现，沙箱会逐项说明原因。',
    },
  ),
  TOKEN_MALFORMED: stranger(
    { en: 'The body is not one compact JWS in canonical form.', zh: '报文不是规范的紧凑 JWS。' },
    {
      en: 'Send exactly three base64url parts joined by dots: no padding, white space, byte order mark or line break.',
      zh: '请发送以点号连接的三段 base64url：不得有填充、空白、BOM 或换行。',
    },
  ),
  HEADER_REFUSED: stranger(
    {
      en: 'The protected header has a member that is missing, repeated or not allowed.',
      zh: '保护头缺少成员、成员重复或含有不允许的成员。',
    },
    {
      en: 'Send alg, typ and x5t#S256, optionally x5c, and nothing else.',
      zh: '只发送 alg、typ、x5t#S256，可选 x5c，不得有其他成员。',
    },
  ),
  ALGORITHM_REFUSED: stranger(
    {
      en: 'The signature algorithm is not allowed, or does not fit the key.',
      zh: '签名算法不被允许，或与密钥类型不符。',
    },
    {
      en: 'Sign with an algorithm that this gateway allows (ES256 everywhere) and that fits the certificate key.',
      zh: '请使用本网关允许且与证书密钥相符的算法签名（通用算法为 ES256）。',
    },
  ),
  TYPE_REFUSED: stranger(
    {
      en: 'The header typ is not the one that belongs here.',
      zh: '保护头 typ 与此处应有的报文类型不符。',
    },
    {
      en: 'Set typ as docs/protocol.md gives it for this message.',
      zh: '请按 docs/protocol.md 填写该报文的 typ。',
    },
  ),
  CERTIFICATE_UNKNOWN: stranger(
    { en: 'No member of the directory has this signing certificate.', zh: '目录中没有成员登记该签名证书。' },
    {
      en: 'Send the SHA-256 thumbprint of a signing certificate listed in the directory, or have it listed.',
      zh: '请使用目录中已登记的签名证书指纹，或先完成登记。',
    },
  ),
  CERTIFICATE_UNTRUSTED: stranger(
    {
      en: 'The certificate has no valid path to a trust anchor.',
      zh: '证书无法通过有效路径追溯到信任锚。',
    },
    {
      en: 'Use a valid certificate issued under a trusted authority with the right key usage.',
      zh: '请使用受信任机构签发、在有效期内且密钥用法正确的证书。',
    },
  ),
  CERTIFICATE_REVOKED: stranger(
    {
      en: 'The certificate, or one above it, has been revoked by its issuer.',
      zh: '该证书或其上级证书已被签发机构吊销。',
    },
    {
      en: 'Stop using the key, have a new certificate issued and listed in the directory; if the revocation is a mistake, ask the issuing authority.',
      zh: '请停用该密钥，重新申请证书并登记到目录；如系误吊销，请联系签发机构。',
    },
  ),
  REVOCATION_UNKNOWN: stranger(
    {
      en: 'Nothing current says whether the certificate is revoked, so it is not believed.',
      zh: '没有有效的吊销信息可判断该证书是否已吊销，因此不予信任。',
    },
    {
      en: 'Mend the source under trust.revocation of this gateway that /health/ready and the log name, or have the issuing authority publish a current list.',
      zh: '请修复本网关 trust.revocation 中由 /health/ready 与日志指出的来源，或请签发机构发布最新吊销列表。',
    },
  ),
  CHANNEL_MISMATCH: stranger(
    {
      en: 'The TLS client certificate is not of the member that signed.',
      zh: 'TLS 客户端证书与签名成员不一致。',
    },
    {
      en: 'Connect with a TLS certificate that the directory lists for the signing member.',
      zh: '请使用目录为签名成员登记的 TLS 证书建立连接。',
    },
  ),
  KEY_RETIRED: caller(
    401,
    {
      en: 'The signature holds, but its certificate or that of the channel has been retired in the directory.',
      zh: '签名有效，但所用签名证书或通道证书已在目录中停用。',
    },
    {
      en: 'Sign and connect with a certificate of yours that the directory lists in force; see the members with: gateway directory show.',
      zh: '请改用目录中仍有效的本单位证书签名和建立连接；可用 gateway directory show 查看。',
    },
  ),
  SIGNATURE_INVALID: stranger(
    { en: 'The signature does not fit the bytes received.', zh: '签名与收到的字节不符。' },
    {
      en: 'Sign the exact bytes BASE64URL(header) "." BASE64URL(payload); compare with the signing input that the sandbox returns.',
      zh: '请对 BASE64URL(header).BASE64URL(payload) 的原始字节签名，并与沙箱返回的签名原文比对。',
    },
  ),
  DECRYPTION_FAILED: stranger(
    { en: 'What was encrypted for this gateway cannot be opened.', zh: '无法解密发给本网关的内容。' },
    {
      en: 'Encrypt for the key of the certificate that the directory lists now.',
      zh: '请使用目录当前登记证书的公钥加密。',
    },
  ),
} as const satisfies Record<string, CatalogueEntry>
