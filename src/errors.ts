/** Who has to act: the caller, this gateway's operator, or the peer that was asked. */
export type FaultSide = 'caller' | 'us' | 'peer'

interface Text {
  en: string
  zh: string
}

/**
 * Everything known about one error code, in one place.
 * `peerFailure`: an ask that ends so counts against the peer's circuit breaker.
 * `uniform`: told to a stranger only as UNAUTHENTICATED; the code itself goes to the log, and to the caller in sandbox mode.
 */
export interface CatalogueEntry {
  status: number
  fault: FaultSide
  peerFailure: boolean
  uniform?: true
  title: Text
  remedy: Text
}

function caller(status: number, title: Text, remedy: Text): CatalogueEntry {
  return { status, fault: 'caller', peerFailure: false, title, remedy }
}

function stranger(title: Text, remedy: Text): CatalogueEntry {
  return { status: 401, fault: 'caller', peerFailure: true, uniform: true, title, remedy }
}

function us(status: number, title: Text, remedy: Text): CatalogueEntry {
  return { status, fault: 'us', peerFailure: status >= 500, title, remedy }
}

function peer(status: number, title: Text, remedy: Text): CatalogueEntry {
  return { status, fault: 'peer', peerFailure: true, title, remedy }
}

export const catalogue = {
  // Who is speaking: one uniform answer
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

  // What a known caller sent
  PAYLOAD_MALFORMED: caller(
    400,
    { en: 'The payload is not strict JSON.', zh: '载荷不是严格的 JSON。' },
    {
      en: 'Send UTF-8 JSON without repeated members, deep nesting, or numbers that lose exactness.',
      zh: '请发送 UTF-8 JSON：成员不得重复，嵌套不得过深，数字不得失精度。',
    },
  ),
  CLAIMS_INVALID: caller(
    400,
    { en: 'The request envelope does not fit its schema.', zh: '请求信封不符合模式。' },
    {
      en: 'Correct the member named in "where" as schemas/request-envelope.json describes.',
      zh: '请按 schemas/request-envelope.json 更正 where 所指成员。',
    },
  ),
  ISSUER_MISMATCH: caller(
    403,
    {
      en: 'The request names another issuer than the member that signed.',
      zh: '请求的 iss 与签名成员不一致。',
    },
    { en: 'Set iss to your own member code.', zh: '请将 iss 设为本单位的机构代码。' },
  ),
  AUDIENCE_MISMATCH: caller(
    403,
    { en: 'The request is addressed to another centre.', zh: '请求的接收方不是本中心。' },
    {
      en: 'Send it to the centre named in aud, or set aud to this centre.',
      zh: '请发往 aud 所指中心，或将 aud 改为本中心。',
    },
  ),
  SERVICE_MISMATCH: caller(
    400,
    { en: 'The signed service is not the one of this path.', zh: '签名中的 service 与请求路径不符。' },
    {
      en: 'Post to /exchange/v1/{service} with the same service in the payload.',
      zh: '请使 service 与 /exchange/v1/{service} 一致。',
    },
  ),
  SERVICE_UNKNOWN: caller(
    404,
    { en: 'This centre does not offer the service.', zh: '本中心不提供该服务。' },
    {
      en: 'Choose a service that the directory lists for this centre.',
      zh: '请选择目录中本中心已登记的服务。',
    },
  ),
  CLOCK_SKEW: caller(
    400,
    {
      en: 'The request was issued too far from this gateway’s clock.',
      zh: '请求签发时间与本网关时钟相差过大。',
    },
    {
      en: 'Synchronise your clock (NTP) and sign anew with a fresh jti.',
      zh: '请校准时钟（NTP），以新的 jti 重新签名。',
    },
  ),
  REQUEST_EXPIRED: caller(
    400,
    { en: 'The request has expired, or its life is too long.', zh: '请求已过期，或有效时长超限。' },
    {
      en: 'Sign anew with a fresh jti and exp at most 300 s after iat.',
      zh: '请以新的 jti 重新签名，exp 距 iat 不超过 300 秒。',
    },
  ),
  REPLAY_REFUSED: caller(
    409,
    { en: 'This jti was used before with other bytes.', zh: '该 jti 已用于另一份报文。' },
    {
      en: 'Use a fresh jti for every new request; repeat a request only byte for byte.',
      zh: '每个新请求使用新的 jti；重发时须逐字节相同。',
    },
  ),
  EXCHANGE_IN_PROGRESS: caller(
    409,
    { en: 'This request is being answered elsewhere at this moment.', zh: '该请求正在处理中。' },
    {
      en: 'Send the same bytes again after the time in Retry-After.',
      zh: '请在 Retry-After 所示时间后原样重发。',
    },
  ),
  BODY_INVALID: caller(
    422,
    { en: 'The body does not fit the schema of the service.', zh: '请求体不符合该服务的模式。' },
    { en: 'Correct the member named in "where".', zh: '请更正 where 所指成员。' },
  ),
  ID_NUMBER_INVALID: caller(
    422,
    {
      en: 'The identity number is not a possible number of its type.',
      zh: '证件号码不符合其类型的编码规则。',
    },
    { en: 'Check the digits, the date inside, and the check digit.', zh: '请核对号码、其中的日期与校验位。' },
  ),
  AGREEMENT_REQUIRED: caller(
    403,
    { en: 'No agreement in force allows this request.', zh: '没有生效的协议允许该请求。' },
    {
      en: 'Have the agreement named in "where" added to the directory by both centres and the operator.',
      zh: '请由双方中心与目录运营方在目录中登记 where 所指的协议。',
    },
  ),
  FIELDS_NOT_AGREED: caller(
    403,
    { en: 'The agreement does not cover a requested field set.', zh: '协议未涵盖所请求的字段组。' },
    { en: 'Ask only for the field sets of the agreement.', zh: '请仅请求协议涵盖的字段组。' },
  ),
  RATE_LIMITED: caller(
    429,
    {
      en: 'More requests a minute than the agreement allows.',
      zh: '每分钟请求数超过协议约定。',
    },
    {
      en: 'Send again after the time in Retry-After, with a fresh jti where the request has expired; the limit is requestsPerMinute of the agreement in "where".',
      zh: '请在 Retry-After 所示时间后重发，请求已过期的须换新的 jti；上限见 where 所指协议的 requestsPerMinute。',
    },
  ),
  PURPOSE_REQUIRED: caller(
    422,
    { en: 'The service needs a stated purpose.', zh: '该服务须说明用途。' },
    {
      en: 'State purpose, and for facts the field sets wanted.',
      zh: '请填写 purpose；查询事实时还须填写 fields。',
    },
  ),
  BASIS_REQUIRED: caller(
    422,
    {
      en: 'A question about a person needs a basis and an operator.',
      zh: '查询个人信息须有查询依据和经办人员。',
    },
    {
      en: 'State basis (consent or statutory duty) and operator; nothing was looked up.',
      zh: '请填写 basis（本人授权或法定职责）和 operator；本次未作任何查询。',
    },
  ),
  BASIS_NOT_ACCEPTED: caller(
    403,
    { en: 'The agreement does not accept this kind of basis.', zh: '协议不接受该类查询依据。' },
    { en: 'State a basis of a kind that the agreement accepts.', zh: '请提供协议接受的查询依据。' },
  ),
  BASIS_EXPIRED: caller(
    403,
    { en: 'The basis of the request has expired.', zh: '查询依据已过期。' },
    {
      en: 'Obtain a new consent, or state a basis in force.',
      zh: '请重新取得授权，或提供仍在有效期内的依据。',
    },
  ),

  BASIS_MISMATCHED: caller(
    403,
    {
      en: 'The consent was first used for something else, and does not carry this request.',
      zh: '该授权首次使用时的人员、用途、业务编号、字段或期限与本次请求不符。',
    },
    {
      en: 'Use the consent only for the person, purpose, application, field sets and term of its first use, or obtain a new one; "where" names what differs.',
      zh: '同一授权只能用于首次使用时的人员、用途、业务编号、字段和期限（where 指出不符之处），否则请重新取得授权。',
    },
  ),
  BASIS_USED: caller(
    403,
    {
      en: 'The consent has served already, and the agreement allows one answer on it.',
      zh: '该授权已使用过，协议约定一份授权仅可使用一次。',
    },
    {
      en: 'Obtain a new consent; an answer that was lost can be had again with the same bytes while they are fresh.',
      zh: '请重新取得授权；应答丢失的，可在有效时间内原样重发以取回。',
    },
  ),

  // HTTP, before anything is read
  NOT_FOUND: caller(
    404,
    { en: 'There is nothing at this path.', zh: '该路径不存在。' },
    { en: 'See openapi.yaml for the paths of this listener.', zh: '请查阅 openapi.yaml 中该端口的路径。' },
  ),
  METHOD_NOT_ALLOWED: caller(
    405,
    { en: 'The method is not allowed at this path.', zh: '该路径不允许此方法。' },
    { en: 'Use the method that openapi.yaml gives.', zh: '请使用 openapi.yaml 规定的方法。' },
  ),
  MEDIA_TYPE_UNSUPPORTED: caller(
    415,
    { en: 'The content type or encoding is not the one expected.', zh: '内容类型或编码不符合要求。' },
    {
      en: 'Send exchanges as application/jose and office requests as application/json, without content encoding.',
      zh: '交换报文请用 application/jose，办公接口请用 application/json，均不得压缩。',
    },
  ),
  HTTP_MALFORMED: caller(
    400,
    { en: 'This is not HTTP that can be read in one way only.', zh: '收到的内容不是无歧义的 HTTP 请求。' },
    {
      en: 'Send HTTP/1.1 by RFC 9112, with one Content-Length and no Transfer-Encoding beside it.',
      zh: '请按 RFC 9112 发送 HTTP/1.1 请求，仅用一个 Content-Length，且不与 Transfer-Encoding 同用。',
    },
  ),
  HEADERS_TOO_LARGE: caller(
    431,
    { en: 'URL and headers together are larger than allowed.', zh: 'URL 与请求头合计超过大小上限。' },
    { en: 'Keep them within 8 KiB.', zh: '请控制在 8 KiB 之内。' },
  ),
  REQUEST_TOO_SLOW: caller(
    408,
    { en: 'The request did not arrive in time.', zh: '请求未在时限内完整到达。' },
    { en: 'Send it at once; look at the network between.', zh: '请一次性发送，并检查中间网络。' },
  ),
  BODY_TOO_LARGE: caller(
    413,
    { en: 'The body is larger than allowed.', zh: '报文超过大小上限。' },
    {
      en: 'Keep requests within the limit that docs/protocol.md gives.',
      zh: '请将报文控制在 docs/protocol.md 规定的上限之内。',
    },
  ),
  BODY_INCOMPLETE: caller(
    400,
    { en: 'The body ended before it was complete, or came too slowly.', zh: '报文未完整到达或传输过慢。' },
    { en: 'Send the whole body at once.', zh: '请一次性完整发送报文。' },
  ),
  OFFICE_FORBIDDEN: caller(
    401,
    { en: 'This client is not registered with the office listener.', zh: '该客户端未在办公接口登记。' },
    {
      en: 'Have yourself registered in office.clients, by your TLS certificate, keys or member code, and show that you are it.',
      zh: '请按 TLS 证书指纹、公钥或成员代码登记到 office.clients，并在请求中出示相应凭证。',
    },
  ),
  OFFICE_RIGHT_MISSING: caller(
    403,
    { en: 'This client may not do this here.', zh: '该客户端无权执行此操作。' },
    {
      en: 'Have the right named added to the client’s "may" in office.clients.',
      zh: '请在 office.clients 中该客户端的 may 里添加所指权限。',
    },
  ),
  OFFICE_RATE_LIMITED: caller(
    429,
    { en: 'More requests a minute than this client may make.', zh: '该客户端每分钟请求数超过上限。' },
    {
      en: 'Come again after the time in Retry-After, and watch the headers RateLimit; a batch larger than the limit is never taken.',
      zh: '请在 Retry-After 所示时间后重试，并留意 RateLimit 响应头；超过上限的批量不予受理。',
    },
  ),
  AUTHORIZATION_INVALID: caller(
    401,
    {
      en: 'The header Authorization cannot be understood, or is of another request.',
      zh: 'Authorization 请求头无法识别，或与本次请求不符。',
    },
    {
      en: 'Send one token, as Bearer or as HPF-JWS; sign method, path with query and body as you send them: see docs/protocol.md.',
      zh: '请以 Bearer 或 HPF-JWS 发送一个令牌；签名须覆盖实际发送的方法、路径（含查询参数）与报文体，见 docs/protocol.md。',
    },
  ),
  AUTHORIZATION_USED: caller(
    401,
    { en: 'What was signed was used before.', zh: '该签名凭证已使用过。' },
    {
      en: 'Sign anew with a fresh jti for every request, also for a repeated one.',
      zh: '每次请求（包括重试）都请以新的 jti 重新签名。',
    },
  ),
  ACCESS_TOKEN_INVALID: caller(
    401,
    { en: 'The access token is not known here, or has expired.', zh: '访问令牌不存在或已过期。' },
    { en: 'Get a new one at /office/v1/token.', zh: '请通过 /office/v1/token 重新获取。' },
  ),
  TOKEN_REQUEST_INVALID: caller(
    400,
    { en: 'This is no request for an access token.', zh: '访问令牌请求不符合要求。' },
    {
      en: 'Send grant_type=client_credentials with client_assertion_type and client_assertion, each once, as a form.',
      zh: '请以表单发送 grant_type=client_credentials、client_assertion_type 和 client_assertion，各一次。',
    },
  ),
  CLIENT_UNKNOWN: stranger(
    { en: 'No office client has this name and keys.', zh: '没有登记该名称与公钥的办公客户端。' },
    {
      en: 'Set iss and sub to the name in office.clients under which your keys are registered.',
      zh: '请将 iss 与 sub 设为 office.clients 中登记公钥的客户端名称。',
    },
  ),
  CLIENT_ASSERTION_INVALID: caller(
    401,
    {
      en: 'The signature of the assertion holds, but it is not for this.',
      zh: '客户端断言签名有效，但内容不符。',
    },
    {
      en: 'Correct the claim named in "where": sub is iss, aud is the issuer identifier of this listener.',
      zh: '请更正 where 所指声明：sub 同 iss，aud 为本接口的签发方标识。',
    },
  ),
  QUESTION_INVALID: caller(
    422,
    { en: 'The question does not fit its schema.', zh: '查询请求不符合模式。' },
    { en: 'Correct the member named in "where".', zh: '请更正 where 所指成员。' },
  ),
  EXCHANGE_UNKNOWN: caller(
    404,
    { en: 'No exchange has this id here.', zh: '本网关没有该编号的交换记录。' },
    {
      en: 'Check the id, and ask the gateway that made the exchange.',
      zh: '请核对编号，并向发起交换的网关查询。',
    },
  ),

  // Our own house
  STORE_UNAVAILABLE: us(
    503,
    {
      en: 'Evidence cannot be kept at the moment, so nothing is answered.',
      zh: '暂时无法保存证据，因此不予应答。',
    },
    {
      en: 'Try again later; operators: see disk space and permissions of the store.',
      zh: '请稍后重试；运维请检查存储空间与权限。',
    },
  ),
  RESTORED_LATELY: us(
    503,
    {
      en: 'The store came back from a backup a moment ago; a request of this age may have been answered before.',
      zh: '存储刚从备份恢复，此时段的请求可能已被应答过。',
    },
    {
      en: 'Ask anew after the seconds told, with a new jti and iat.',
      zh: '请在所示秒数之后以新的 jti 与 iat 重新提问。',
    },
  ),
  PROVIDER_UNAVAILABLE: us(
    503,
    { en: 'The core system cannot be read at the moment.', zh: '业务核心系统暂时无法查询。' },
    {
      en: 'Try again later; operators: see the core database named in the configuration.',
      zh: '请稍后重试；运维请检查配置中的核心数据库。',
    },
  ),
  SIGNER_UNAVAILABLE: us(
    503,
    {
      en: 'The signing server does not sign at the moment, so nothing is answered.',
      zh: '签名服务器暂时无法签名，因此不予应答。',
    },
    {
      en: 'Send the same bytes again after the time in Retry-After; operators: see keys.sign.server and the cause in the log.',
      zh: '请在 Retry-After 所示时间后原样重发；运维请检查 keys.sign.server 与日志中的原因。',
    },
  ),
  CORE_RECORD_INVALID: us(
    503,
    {
      en: 'A record in the core system is not in the form of its standard.',
      zh: '核心系统中的记录不符合数据标准。',
    },
    { en: 'Operators: correct the element named in the log.', zh: '运维请更正日志中所指的数据项。' },
  ),
  ANSWER_INVALID: us(
    500,
    { en: 'Our own answer did not fit its schema and was held back.', zh: '本方应答不符合模式，已被拦截。' },
    { en: 'Report the request id to the answering centre.', zh: '请将请求编号告知应答中心。' },
  ),
  MAINTENANCE: {
    ...us(
      503,
      { en: 'Work is announced; no new questions are taken.', zh: '系统维护中，暂不受理新的查询。' },
      {
        en: 'Nothing was asked. Come again after the time in Retry-After; "detail" says why and until when.',
        zh: '未进行查询，请在 Retry-After 所示时间后重试；原因与预计结束时间见 detail。',
      },
    ),
    peerFailure: false,
  },
  SHUTTING_DOWN: us(
    503,
    { en: 'The gateway is stopping.', zh: '网关正在停止服务。' },
    { en: 'Send the same bytes again in a moment.', zh: '请稍后原样重发。' },
  ),
  OVERLOADED: us(
    503,
    { en: 'The gateway has more requests in hand than it takes.', zh: '网关当前处理的请求已达上限。' },
    {
      en: 'Send the same bytes again after the time in Retry-After.',
      zh: '请在 Retry-After 所示时间后原样重发。',
    },
  ),
  INTERNAL: us(
    500,
    { en: 'Something unforeseen happened.', zh: '发生了未预见的情况。' },
    { en: 'Report the request id to the operator.', zh: '请将请求编号告知运维人员。' },
  ),

  // Asking a peer
  PEER_UNKNOWN: caller(
    422,
    { en: 'The directory lists no such centre for this service.', zh: '目录中没有提供该服务的此中心。' },
    {
      en: 'Choose a centre of the directory by its 15-digit code.',
      zh: '请按 15 位机构代码选择目录中的中心。',
    },
  ),
  CENTRE_UNAVAILABLE: peer(
    503,
    {
      en: 'The own system of the centre asked could not be reached, or did not answer in time.',
      zh: '被查询中心的业务系统无法连接或未在时限内应答。',
    },
    {
      en: 'This does not mean that there is no record. Try again later.',
      zh: '未能查询，不代表没有缴存记录，请稍后重试。',
    },
  ),
  CENTRE_REFUSED: {
    ...peer(
      502,
      {
        en: 'The own system of the centre asked refused the question of the gateway that represents it.',
        zh: '被查询中心的业务系统拒绝了代理网关的查询。',
      },
      {
        en: 'This does not mean that there is no record. Operators: compare appid, keys and addresses with what the centre gave out.',
        zh: '未能查询，不代表没有缴存记录。运维请核对该中心下发的应用标识、密钥与地址。',
      },
    ),
    // It is well and answers.
    peerFailure: false,
  },
  CENTRE_ANSWER_INVALID: peer(
    502,
    {
      en: 'The own system of the centre asked answered something that cannot be read exactly.',
      zh: '被查询中心业务系统的应答无法准确解读。',
    },
    {
      en: 'Nothing of it was used. Give the place named and the request id to the operator of the gateway that represents the centre.',
      zh: '未采用其中任何内容；请将所指位置与请求编号告知代理网关的运维。',
    },
  ),
  PEER_UNREACHABLE: peer(
    502,
    { en: 'The peer could not be reached.', zh: '无法连接对方中心。' },
    {
      en: 'Nothing was asked; this does not mean that there is no record. Try again later.',
      zh: '未能查询，不代表没有缴存记录，请稍后重试。',
    },
  ),
  PEER_TIMEOUT: peer(
    504,
    { en: 'The peer did not answer in time.', zh: '对方中心未在时限内应答。' },
    {
      en: 'This does not mean that there is no record. Try again later.',
      zh: '未能查询，不代表没有缴存记录，请稍后重试。',
    },
  ),
  PEER_MAINTENANCE: {
    ...peer(
      503,
      { en: 'The peer is being worked on and takes no questions.', zh: '对方中心正在维护，暂不受理查询。' },
      {
        en: 'This does not mean that there is no record. Try again after the time given; "detail" is its own message.',
        zh: '未能查询，不代表没有缴存记录，请在提示时间后重试；detail 为对方的公告。',
      },
    ),
    // It is well and says so.
    peerFailure: false,
  },
  PEER_BUSY: {
    ...peer(
      503,
      { en: 'Too many asks to this centre are in hand.', zh: '正在向该中心查询的请求过多。' },
      {
        en: 'Nothing was asked; this does not mean that there is no record. Try again in a moment.',
        zh: '未能查询，不代表没有缴存记录，请稍后重试。',
      },
    ),
    peerFailure: false,
  },
  PEER_BREAKER_OPEN: {
    ...peer(
      503,
      {
        en: 'The peer has been failing and is not being asked at the moment.',
        zh: '对方中心持续异常，暂停查询。',
      },
      {
        en: 'This does not mean that there is no record. Try again after the time given.',
        zh: '未能查询，不代表没有缴存记录，请在提示时间后重试。',
      },
    ),
    peerFailure: false,
  },
  PEER_TLS_FAILED: peer(
    502,
    { en: 'No trusted TLS channel to the peer could be made.', zh: '无法与对方中心建立可信的 TLS 通道。' },
    {
      en: 'Compare the peer’s TLS certificate with the directory, and both clocks.',
      zh: '请核对对方 TLS 证书与目录登记，并检查双方时钟。',
    },
  ),
  PEER_FAULT: peer(
    502,
    { en: 'The peer answered with a fault of its own.', zh: '对方中心系统故障。' },
    {
      en: 'Try again later; if it lasts, give the request id to the peer’s operator.',
      zh: '请稍后重试；若持续，请将请求编号告知对方运维。',
    },
  ),
  CALLBACK_UNDELIVERED: peer(
    502,
    { en: 'A registered place did not take a callback.', zh: '登记的回调地址未接收回调。' },
    {
      en: 'Have the place mended; it is tried again over 3 days, and can be sent again after that.',
      zh: '请修复该回调地址；三天内自动重试，之后可手动重发。',
    },
  ),
  PEER_ANSWER_TOO_LARGE: peer(
    502,
    { en: 'The peer’s answer is larger than allowed.', zh: '对方应答超过大小上限。' },
    { en: 'Give the request id to the peer’s operator.', zh: '请将请求编号告知对方运维。' },
  ),
  PEER_ANSWER_UNVERIFIED: peer(
    502,
    { en: 'The peer’s answer is not signed as it must be.', zh: '对方应答验签未通过。' },
    {
      en: 'Do not use anything of it; give the request id to both operators.',
      zh: '不得使用其中任何内容；请将请求编号告知双方运维。',
    },
  ),
  PEER_ANSWER_MISMATCHED: peer(
    502,
    { en: 'The peer’s answer belongs to another request.', zh: '对方应答与本次请求不对应。' },
    {
      en: 'Do not use anything of it; give the request id to both operators.',
      zh: '不得使用其中任何内容；请将请求编号告知双方运维。',
    },
  ),
  PEER_ANSWER_INVALID: peer(
    502,
    { en: 'The peer’s answer does not fit its schema.', zh: '对方应答不符合模式。' },
    { en: 'Give the request id to the peer’s operator.', zh: '请将请求编号告知对方运维。' },
  ),

  // Jobs of the office
  JOB_UNKNOWN: caller(
    404,
    { en: 'There is no such job of this caller.', zh: '该调用方没有此任务。' },
    {
      en: 'Take the id from the header Location of the answer that made it; ended jobs are forgotten after some days.',
      zh: '请使用创建任务时应答头 Location 中的编号；已结束的任务在数日后清除。',
    },
  ),
  DELIVERY_UNKNOWN: caller(
    404,
    { en: 'There is no such delivery of this caller.', zh: '该调用方没有此投递。' },
    {
      en: 'Take the id from /office/v1/deliveries, or from the header webhook-id; ended deliveries are forgotten after some days.',
      zh: '请使用 /office/v1/deliveries 或 webhook-id 头中的编号；已结束的投递在数日后清除。',
    },
  ),
  IDEMPOTENCY_KEY_INVALID: caller(
    400,
    { en: 'The idempotency key is not usable.', zh: '幂等键不可用。' },
    {
      en: 'Send 1 to 128 visible ASCII characters that say nothing about a person, such as a UUID.',
      zh: '请使用 1 至 128 个可见 ASCII 字符，且不含个人信息，如 UUID。',
    },
  ),
  IDEMPOTENCY_MISMATCH: caller(
    422,
    { en: 'This idempotency key was used with another question.', zh: '该幂等键已用于另一查询。' },
    {
      en: 'Repeat the very same question, or take a fresh key.',
      zh: '请原样重发同一查询，或使用新的幂等键。',
    },
  ),
  PREFERENCE_INVALID: caller(
    400,
    { en: 'The header Prefer cannot be understood.', zh: '无法理解 Prefer 请求头。' },
    {
      en: 'Send respond-async, wait=0 to wait=60, or both.',
      zh: '请发送 respond-async、wait=0 至 wait=60，或两者。',
    },
  ),
  QUEUE_FULL: {
    ...us(
      503,
      { en: 'Too many questions are waiting already.', zh: '等待中的查询过多。' },
      {
        en: 'Nothing was asked. Come again after the time given, or cancel jobs that are needed no more.',
        zh: '未进行查询。请在提示时间后重试，或取消不再需要的任务。',
      },
    ),
    peerFailure: false,
  },
  WAIT_ENDED: {
    ...peer(
      504,
      { en: 'The centre was not back before the wait ended.', zh: '等待期内对方中心未恢复。' },
      {
        en: 'This does not mean that there is no record. Ask again, where needed on a new basis.',
        zh: '未能查询，不代表没有缴存记录；如需要，请以新的依据重新查询。',
      },
    ),
    peerFailure: false,
  },
  POLLED_TOO_SOON: caller(
    429,
    { en: 'The job was asked for again too soon.', zh: '查询任务状态过于频繁。' },
    {
      en: 'Wait as long as Retry-After says, or follow its events.',
      zh: '请按 Retry-After 等待，或订阅任务事件。',
    },
  ),

  // Setting up
  CONFIG_INVALID: us(
    500,
    { en: 'The configuration is not usable.', zh: '配置不可用。' },
    {
      en: 'Correct the place named; check with: gateway config check.',
      zh: '请更正所指位置，并用 gateway config check 检查。',
    },
  ),
  RESTART_REQUIRED: us(
    500,
    {
      en: 'What changed in the configuration cannot change while the gateway runs; the one before stays in force.',
      zh: '配置中有运行时不可更改的内容，仍沿用原配置。',
    },
    {
      en: 'Restart the gateway for the members named in "where", or put them back as they were and reload.',
      zh: 'where 所列项须重启网关生效，或改回原值后重新加载。',
    },
  ),
  KEY_UNUSABLE: us(
    500,
    {
      en: 'A key or certificate file is missing, unreadable or does not fit.',
      zh: '密钥或证书文件缺失、不可读或互不匹配。',
    },
    {
      en: 'Correct the file named; make keys with: gateway keys new.',
      zh: '请更正所指文件；可用 gateway keys new 生成密钥。',
    },
  ),
  SOURCE_UNAVAILABLE: us(
    503,
    { en: 'A configured source could not be read.', zh: '无法读取配置的来源。' },
    {
      en: 'Check the path or URL named, its permissions and the network; what was read before serves until it expires.',
      zh: '请检查所指路径或网址、其权限与网络；到期之前仍使用先前读取的内容。',
    },
  ),
  DIRECTORY_INVALID: us(
    503,
    {
      en: 'The directory is not signed by a known operator, or does not fit its schema.',
      zh: '目录未由已知运营方签名，或不符合模式。',
    },
    { en: 'Fetch the directory anew from the federation’s operator.', zh: '请向目录运营方重新获取目录。' },
  ),
  DIRECTORY_EXPIRED: us(
    503,
    { en: 'The directory has expired.', zh: '目录已过期。' },
    { en: 'Fetch the current directory from the federation’s operator.', zh: '请向目录运营方获取最新目录。' },
  ),
  DIRECTORY_ROLLED_BACK: us(
    503,
    { en: 'The directory is not newer than the one in use.', zh: '目录版本不高于当前使用的版本。' },
    {
      en: 'Keep the newer one; ask the operator which version is current.',
      zh: '请保留较新版本，并向运营方确认当前版本。',
    },
  ),
  DIRECTORY_DRAFT_INVALID: caller(
    422,
    { en: 'This directory is not fit to be signed.', zh: '该目录草稿不符合签发要求。' },
    {
      en: 'Correct the place named; schemas/directory.json describes every member.',
      zh: '请更正所指位置；各成员说明见 schemas/directory.json。',
    },
  ),
  PORT_IN_USE: us(
    500,
    { en: 'Another program listens at an address that is needed.', zh: '所需端口已被其他程序占用。' },
    {
      en: 'Stop that program (perhaps an earlier start of the same), or choose other ports.',
      zh: '请停止占用该端口的程序（可能是先前启动的同一程序），或改用其他端口。',
    },
  ),
  FILE_UNUSABLE: caller(
    422,
    { en: 'A file cannot be read or written.', zh: '文件无法读取或写入。' },
    { en: 'Check the path and its permissions.', zh: '请检查路径及其权限。' },
  ),
  FILE_EXISTS: caller(
    409,
    { en: 'The file is there already, and is not overwritten.', zh: '文件已存在，不予覆盖。' },
    {
      en: 'Name another file, or move this one away yourself.',
      zh: '请改用其他文件名，或自行移走该文件。',
    },
  ),
  BACKUP_INVALID: caller(
    422,
    { en: 'The backup is not whole, or was altered.', zh: '备份不完整或已被改动。' },
    {
      en: 'Take another copy of this backup, or an older backup, and verify that.',
      zh: '请改用该备份的其他副本或更早的备份，并先行核验。',
    },
  ),
  BACKUP_KEY_WRONG: caller(
    422,
    {
      en: 'This key or passphrase does not open the backup, which itself is whole.',
      zh: '备份本身完整，但该密钥或口令不能打开它。',
    },
    {
      en: 'Give the key file or passphrase that the backup was made with.',
      zh: '请提供制作该备份时使用的密钥文件或口令。',
    },
  ),
  SCHEMA_NEWER: caller(
    409,
    {
      en: 'The store or backup was made by a newer version of the gateway.',
      zh: '该存储或备份由更新版本的网关生成。',
    },
    { en: 'Use that version, or a newer one.', zh: '请使用该版本或更新版本的网关。' },
  ),
  STORE_IN_USE: caller(
    409,
    { en: 'A gateway is using the store.', zh: '有网关正在使用该存储。' },
    {
      en: 'Stop every gateway of this member first.',
      zh: '请先停止本机构的所有网关进程。',
    },
  ),
  USAGE_INVALID: caller(
    400,
    { en: 'The command was not understood.', zh: '命令用法有误。' },
    { en: 'See: gateway --help.', zh: '请查看 gateway --help。' },
  ),
  EVIDENCE_INVALID: caller(
    422,
    { en: 'The evidence does not hold.', zh: '证据不成立。' },
    {
      en: 'See the part named; ask the other side for its copy.',
      zh: '请查看所指部分，并向对方索取其副本。',
    },
  ),
} as const satisfies Record<string, CatalogueEntry>

export type ErrorCode = keyof typeof catalogue

/** What an error may carry beside its code. None of it may hold personal data, except `diagnosis`, which only the sandbox shows. */
export interface ErrorDetail {
  /** The place: a JSON pointer, a file:line, a header or check name. */
  where?: string
  /** One sentence more than the catalogue's, without personal data. */
  detail?: string
  /** Seconds after which a repeat makes sense. */
  retryAfterSeconds?: number
  /** The caller's `iat` minus our clock, in seconds. */
  skewSeconds?: number
  /** What the sandbox tells an integration engineer; never logged, never sent in production. */
  diagnosis?: Record<string, unknown>
  cause?: unknown
}

/** The one family of errors: a code of the catalogue and where it happened. */
export class GatewayError extends Error {
  override readonly name = 'GatewayError'
  readonly code: ErrorCode
  readonly where: string | undefined
  readonly detail: string | undefined
  readonly retryAfterSeconds: number | undefined
  readonly skewSeconds: number | undefined
  readonly diagnosis: Record<string, unknown> | undefined

  constructor(code: ErrorCode, info: ErrorDetail = {}) {
    super(`${code}: ${info.detail ?? catalogue[code].title.en}${info.where ? ` (${info.where})` : ''}`, {
      cause: info.cause,
    })
    this.code = code
    this.where = info.where
    this.detail = info.detail
    this.retryAfterSeconds = info.retryAfterSeconds
    this.skewSeconds = info.skewSeconds
    this.diagnosis = info.diagnosis
  }

  get entry(): CatalogueEntry {
    return catalogue[this.code]
  }
}

/** Turns anything thrown into the family; what nobody foresaw becomes INTERNAL with the original as its cause. */
export function toGatewayError(thrown: unknown): GatewayError {
  return thrown instanceof GatewayError ? thrown : new GatewayError('INTERNAL', { cause: thrown })
}
