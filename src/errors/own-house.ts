import { type CatalogueEntry, us } from './entry.ts'

/** Our own house. */
export const ownHouseErrors = {
  STORE_UNAVAILABLE: us(
    503,
    {
      en: 'Evidence cannot be kept at the moment, so nothing is answered.',
      zh: '暂时无法保存证据，因此不予应答。',
    },
    {
      en: 'Try again later; operators: see disk space and permissions of the store; where it is damaged, restore a backup.',
      zh: '请稍后重试；运维请检查存储空间与权限，存储损坏时请恢复备份。',
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
} as const satisfies Record<string, CatalogueEntry>
