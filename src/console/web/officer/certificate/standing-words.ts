import type { ShownVerdict } from '../../../shown/check.ts'
import { minute } from '../../pure/relative-time.ts'

/** What the issuing centre says of a certificate now. good: it stands to it; bad: no basis for a loan; open: it could not be asked. */
export interface StandingSaid {
  tone: 'good' | 'bad' | 'open'
  title: string
  text: string
}

export function standingSaid({ state, why, at }: ShownVerdict): StandingSaid {
  if (state === 'holds') return { tone: 'good', title: '出具中心确认未撤销', text: '' }
  if (state === 'not-told') {
    const text = '出具中心暂时无法连接，不代表已撤销，也不代表未撤销。此时打印的证明会注明。'
    return { tone: 'open', title: '未能查询是否撤销', text }
  }
  const [title, text] =
    why === 'revoked'
      ? [
          `证明已撤销${at === undefined ? '' : `（${minute(at)}）`}，不能作为贷款依据`,
          '出具中心已撤销该证明。',
        ]
      : ['出具中心没有这份证明的记录，不能作为贷款依据', '请向出具中心核实。']
  return { tone: 'bad', title, text: `${text}内容不显示，也不能打印。请重新查询。` }
}
