import type { CheckOutcome, ShownCheck, ShownVerdict } from '../../shown/check.ts'

/** good, bad, or neither: 未能查询 is no answer. */
export type Tone = 'good' | 'bad' | 'open'

export interface Said {
  tone: Tone
  title: string
  text: string
}

const outcomes: Record<CheckOutcome, Said> = {
  valid: {
    tone: 'good',
    title: '证明有效',
    text: '三项核验均通过。请再与手中的证明逐项核对下列内容，有一项不符即不能采信。',
  },
  altered: {
    tone: 'bad',
    title: '内容被改动',
    text: '该文件与签名时不一致，不能采信。下列内容以出具中心签名的原件为准。',
  },
  revoked: { tone: 'bad', title: '已撤销', text: '出具中心已撤销该证明，不能再作为贷款依据。' },
  'issuer-unconfirmed': {
    tone: 'bad',
    title: '无法确认出具机构',
    text: '不能确认该证明由其所载的中心出具，请向该中心核实。',
  },
  expired: { tone: 'bad', title: '已过有效期', text: '该证明由出具中心出具且未被改动，但已过有效期。' },
  'not-told': {
    tone: 'open',
    title: '未能查询是否撤销',
    text: '出具中心暂时无法连接，不代表已撤销，也不代表未撤销。请稍后再试。',
  },
}

export function outcomeSaid({ overall }: ShownCheck): Said {
  return outcomes[overall]
}

/** The three questions in their order, each with its own answer. */
export function verdictsSaid({ verdicts }: ShownCheck): Said[] {
  return [
    said('未篡改', verdicts.unaltered, '签名后没有任何改动；纸质证明请再核对所载内容。'),
    said('未撤销', verdicts.notRevoked, '出具中心确认没有撤销该证明。'),
    said('出具机构可信', verdicts.issuerTrusted, '签名证书属于成员目录所列机构，且未被吊销。'),
  ]
}

/** Any member can print something else and seal it: what holds is what the centre signed. */
export const sealText = '该签名只表明 PDF 文件由谁打印；所载内容由出具中心签名，以下列原件为准。'

const states: Record<ShownVerdict['state'], { tone: Tone; word: string }> = {
  holds: { tone: 'good', word: '通过' },
  fails: { tone: 'bad', word: '未通过' },
  'not-told': { tone: 'open', word: '未能查询' },
}

const reasons: Record<NonNullable<ShownVerdict['why']>, string> = {
  'file-changed': '文件在签名之后被改动过。',
  'sealer-unknown': '文件的签名不是由成员机构作出的，任何人都可能制作。',
  'original-unreadable': '文件中的原件无法读取，或与文件所载编号不符。',
  revoked: '出具中心已撤销该证明。',
  'not-known': '出具中心没有这份证明的记录。',
  'not-reached': '出具中心暂时无法连接，请稍后再试。',
  'nothing-to-ask': '没有可供查询的原件或机构。',
  'not-listed': '签名者不在成员目录中，或无权代表所载的中心。',
  'seal-time': '文件所载的签名时间不可信：晚于当前时间，或早于证明的出具时间。',
  'signer-revoked': '签名证书已被吊销。',
}

function said(question: string, { state, why, at }: ShownVerdict, holds: string): Said {
  const { tone, word } = states[state]
  const reason = why ? reasons[why] : state === 'holds' ? holds : '暂时没有可用的吊销信息。'
  const when = at === undefined ? '' : `撤销时间：${at.slice(0, 16).replace('T', ' ')}`
  return { tone, title: `${question}：${word}`, text: reason + when }
}
