/** What is verified of an answer, as people read it, in both languages. A representative signs in the centre's place. */
export const proofs = {
  listed: '签名证书已在目录中为该中心登记 signing certificate is listed in the directory for this centre',
  listedForRepresentative:
    '签名证书已在目录中为该中心的代理成员登记 signing certificate is listed in the directory for the member that represents this centre',
  trusted: '签名证书可追溯到信任锚 signing certificate has a valid path to a trust anchor',
  /** A moment follows. */
  notRevoked: '该证书路径上无证书被吊销，截至 no certificate of that path is revoked, as of',
  channel: 'TLS 通道的对端是同一中心 TLS channel ends at the same centre',
  channelOfMember: 'TLS 通道的对端是同一成员 TLS channel ends at the same member',
  signature: '签名与收到的字节一致 signature holds over the bytes received',
  bound: '应答按编号与摘要对应本次请求 answer is bound to this request by id and digest',
  /** A moment follows. */
  weAreNotRevoked:
    '对方已核对我方证书未被吊销，截至 the centre checked our own certificate for revocation, as of',
  content: '应答符合模式 answer fits its schema',
  certificate:
    '证明由该中心签署，与所查人员、贷款地中心、字段组一致 certificate is signed by this centre, for this person, addressee and field sets',
  certificateInName:
    '证明以该中心名义签署，与所查人员、贷款地中心、字段组一致 certificate is signed in the name of this centre, for this person, addressee and field sets',
} as const
