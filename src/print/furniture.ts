import { contentWidth, page } from './document.ts'
import type { PrintOrder } from './order.ts'
import type { Paper } from './paper.ts'
import { styles } from './styles.ts'

export const sandboxText = '测试环境·虚构数据'

/** What every page carries: number and page at its foot, and in a sandbox that nothing on it is true. */
export function drawFurniture(paper: Paper, { certificate, sandbox }: PrintOrder): void {
  const { start, count } = paper.doc.bufferedPageRange()
  for (let index = start; index < start + count; index += 1) {
    paper.doc.switchToPage(index)
    const foot = { x: page.left, y: page.height - 34, width: contentWidth }
    paper.furniture(`证明编号 ${certificate.number}`, styles.foot, foot)
    paper.furniture(`第 ${index + 1} 页　共 ${count} 页`, { ...styles.foot, align: 'right' }, foot)
    // The first page says it where it is read.
    if (sandbox && index > 0) {
      paper.furniture(sandboxText, styles.sandbox, { x: page.left, y: 18, width: contentWidth })
    }
  }
}
