import { type CatalogueEntry, caller, peer, us } from './entry.ts'

/** Asking a peer. */
export const askingErrors = {
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
  PEER_HELD: {
    ...us(
      503,
      {
        en: 'The peer is not being asked: an operator of this gateway disconnected it.',
        zh: '本方运维已手动断开对方中心，暂不查询。',
      },
      {
        en: 'This does not mean that there is no record. Ask this gateway’s operator until when.',
        zh: '未能查询，不代表没有缴存记录；何时恢复请询问本方运维。',
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
} as const satisfies Record<string, CatalogueEntry>
