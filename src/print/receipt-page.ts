import { page, contentWidth } from './document.ts'
import type { FormLine } from './form-rows.ts'
import { ticks } from './china-words.ts'
import { drawGrid } from './grid.ts'
import type { PrintOrder } from './order.ts'
import type { Paper } from './paper.ts'
import { styles } from './styles.ts'

/** Part B: the receipt (回执), which the lending centre fills in and sends back. */
export function drawReceipt(paper: Paper, { certificate, addressee }: PrintOrder): void {
  const { number, issuer, facts } = certificate
  paper.newPage()
  const part = paper.group(paper.root, 'Sect')
  paper.text(part, 'H1', '异地贷款职工住房公积金缴存使用证明（回执）', styles.title)
  paper.y += 4
  paper.text(part, 'P', `证明编号：${number}`, styles.number)
  paper.y += 4
  paper.text(part, 'P', `致：${issuer}`, styles.body)
  paper.y += 4
  paper.text(
    part,
    'P',
    `　　你中心缴存职工（公积金账号：${facts.account?.number ?? '＿＿＿＿＿＿＿＿＿＿'}）缴存使用证明收悉。` +
      `根据我中心异地贷款政策规定，该职工（${ticks(['本人', '参贷'], undefined)}）异地贷款申请审核结果为：` +
      ticks(['准予贷款', '不予贷款'], undefined),
    styles.body,
  )
  paper.y += 6
  drawGrid(paper, part, lines)
  paper.y += 24
  const place = { x: page.left + contentWidth / 2, y: paper.y, width: contentWidth / 2 }
  paper.text(part, 'P', `${addressee ?? '贷款地住房公积金管理中心'}（单位公章）`, styles.body, place)
  paper.text(part, 'P', '　　　　　　年　　　　月　　　　日', styles.body, { ...place, y: paper.y + 60 })
  part.end()
}

const blank = ' '

const lines: readonly FormLine[] = [
  [
    { label: '贷款金额（元）', value: blank },
    { label: '贷款期限（年）', value: blank },
  ],
  [{ label: '贷款期间', value: '　　　　年　　月　　日　—　　　　　年　　月　　日' }],
  [{ label: '还款方式', value: ticks(['等额本息', '等额本金', '其他'], undefined) }],
  [{ label: '月还本息（元）', value: blank }],
  [
    { label: '单位经办人', value: blank },
    { label: '联系电话', value: blank },
  ],
]
