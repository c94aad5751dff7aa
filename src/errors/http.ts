import { type CatalogueEntry, caller, stranger } from './entry.ts'

/** HTTP, before anything is read. */
export const httpErrors = {
  NOT_FOUND: caller(
    404,
    { en: 'There is nothing at this path.', zh: '该路径不存在。' },
    { en: 'See openapi.yaml for the paths of this listener.', zh: '请查阅 openapi.yaml 中该端口的路径。' },
  ),
  METHOD_NOT_ALLOWED: caller(
    405,
    { en: 'The method is not allowed at this path.', zh: '该路径不允许此方法。' },
    {
      en: 'Use a method of the header Allow, as openapi.yaml gives it.',
      zh: '请使用 Allow 响应头所列、openapi.yaml 规定的方法。',
    },
  ),
  QUERY_INVALID: caller(
    400,
    { en: 'The query of the URL is not one that this path takes.', zh: 'URL 查询参数不符合该路径的规定。' },
    {
      en: 'Correct the parameter named in "where" as "detail" says; openapi.yaml lists the parameters of each path.',
      zh: '请按 detail 更正 where 所指参数；各路径的参数见 openapi.yaml。',
    },
  ),
  MEDIA_TYPE_UNSUPPORTED: caller(
    415,
    { en: 'The content type or encoding is not the one expected.', zh: '内容类型或编码不符合要求。' },
    {
      en: 'Correct the header named in "where" as "detail" says; a content encoding is taken nowhere.',
      zh: '请按 detail 更正 where 所指的请求头；任何路径均不接受压缩等内容编码。',
    },
  ),
  HTTP_MALFORMED: caller(
    400,
    { en: 'This is not HTTP that can be read in one way only.', zh: '收到的内容不是无歧义的 HTTP 请求。' },
    {
      en: 'Send HTTP/1.1 by RFC 9112, with one Host, and one Content-Length or "Transfer-Encoding: chunked", never both.',
      zh: '请按 RFC 9112 发送 HTTP/1.1 请求：仅用一个 Host；仅用一个 Content-Length 或 Transfer-Encoding: chunked，二者不得同用。',
    },
  ),
  EXPECTATION_UNKNOWN: caller(
    417,
    { en: 'The header Expect asks for what is not done here.', zh: 'Expect 请求头所要求的事项不受支持。' },
    { en: 'Leave it out, or send 100-continue.', zh: '请去掉该请求头，或改为 100-continue。' },
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
} as const satisfies Record<string, CatalogueEntry>
