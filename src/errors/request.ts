import { type CatalogueEntry, caller } from './entry.ts'

/** What a known caller sent. */
export const requestErrors = {
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
      zh: '同一授权只能用于首次使用时的人员、用途、业务编号、字段和期限，否则请重新取得授权。',
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
} as const satisfies Record<string, CatalogueEntry>
