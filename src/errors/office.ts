import { type CatalogueEntry, caller, peer, us } from './entry.ts'

/** Jobs of the office. */
export const officeErrors = {
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
} as const satisfies Record<string, CatalogueEntry>
