import type { ContinuityFacts } from '../contracts/generated/types.ts'
import { monthText, spanText } from './china-words.ts'
import { contentWidth, type Element, page } from './document.ts'
import { monthStrip, type MonthStrip, type StripYear } from './month-strip.ts'
import type { Paper, TextStyle } from './paper.ts'

const rowHeight = 13
const yearWidth = 40
const monthWidth = (contentWidth - yearWidth) / 12
const small: TextStyle = { size: 8.5, colour: '#222222' }

/** The months as a strip, and its gaps in words; without months a line that says so. */
export function drawStrip(paper: Paper, parent: Element, continuity: ContinuityFacts, asOf: string): void {
  const strip = monthStrip(continuity.months ?? [], continuity.asOf ?? asOf.slice(0, 7))
  if (!strip) {
    paper.text(parent, 'P', continuity.months ? '没有已缴月份。' : '逐月缴存情况：对方未提供。', small)
    return
  }
  const height = (strip.years.length + 1) * rowHeight
  paper.need(height + 30)
  const words = stripWords(strip)
  const top = paper.y
  const box: [number, number, number, number] = [page.left, top, page.left + contentWidth, top + height]
  paper.figure(parent, `${stripAlt(strip)}${words}`, box, () => drawYears(paper, strip, top))
  paper.y = top + height + 3
  paper.text(parent, 'P', words, small)
}

function drawYears(paper: Paper, { years }: MonthStrip, top: number): void {
  const { doc } = paper
  doc.fontSize(7).fillColor('#333333')
  for (let month = 0; month < 12; month += 1) {
    doc.text(`${month + 1}月`, xOf(month), top + 1.5, { width: monthWidth, align: 'center' })
  }
  for (const [index, year] of years.entries()) drawYear(paper, year, top + (index + 1) * rowHeight)
}

/** Paid is dark with a tick, unpaid is empty with a stroke: not told by colour alone. */
function drawYear({ doc }: Paper, { year, paid }: StripYear, top: number): void {
  doc
    .fontSize(8)
    .fillColor('#000000')
    .text(year, page.left, top + 0.5, { width: yearWidth })
  for (const [month, state] of paid.entries()) {
    if (state === undefined) continue
    const x = xOf(month) + 1
    const width = monthWidth - 2
    if (state) doc.rect(x, top + 1, width, rowHeight - 2).fill('#3A3A3A')
    else
      doc
        .lineWidth(0.5)
        .strokeColor('#888888')
        .rect(x, top + 1, width, rowHeight - 2)
        .stroke()
    doc.fontSize(7).fillColor(state ? '#FFFFFF' : '#000000')
    doc.text(state ? '√' : '—', x, top + 1.5, { width, align: 'center' })
  }
}

function xOf(month: number): number {
  return page.left + yearWidth + month * monthWidth
}

function stripAlt({ years }: MonthStrip): string {
  const first = years[0]?.year ?? ''
  const last = years.at(-1)?.year ?? ''
  return `${first}年至${last}年逐月缴存情况图。`
}

function stripWords({ count, earlier, gaps, years }: MonthStrip): string {
  const shown = gaps.map(({ start, end }) => spanText(start, end)).join('、')
  const before =
    earlier > 0 ? `${monthText(`${years[0]?.year ?? ''}-01`)}以前另有 ${earlier} 个月未图示。` : ''
  return (
    `√ 已缴，— 未见缴存。已缴月份共 ${count} 个。` +
    before +
    (gaps.length > 0 ? `其间断缴：${shown}。` : '其间无断缴。')
  )
}
