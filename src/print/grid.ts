import { contentWidth, type Element, page } from './document.ts'
import type { FormField, FormLine } from './form-rows.ts'
import type { Paper, Place, TextStyle } from './paper.ts'

const labelWidth = 96
const padding = 5
const label: TextStyle = { size: 9, colour: '#333333' }
const value: TextStyle = { size: 10 }

/** The form's table. To the eye two fields may share a line; in the structure tree each is a row of its own, label first. */
export function drawGrid(paper: Paper, parent: Element, lines: readonly FormLine[]): void {
  const table = paper.group(parent, 'Table')
  for (const line of lines) drawLine(paper, table, line)
  table.end()
}

function drawLine(paper: Paper, table: Element, line: FormLine): void {
  const width = contentWidth / line.length
  const height = Math.max(...line.map((field) => heightOf(paper, field, width)))
  paper.need(height)
  const top = paper.y
  paper.artifact(() => drawFrame(paper, line.length, top, height))
  for (const [index, field] of line.entries()) {
    const x = page.left + index * width
    const row = paper.group(table, 'TR')
    cell(paper, row, 'TH', field.label, label, { x, y: top, width: labelWidth }, height)
    cell(
      paper,
      row,
      'TD',
      field.value,
      value,
      { x: x + labelWidth, y: top, width: width - labelWidth },
      height,
    )
    row.end()
  }
  paper.y = top + height
}

function heightOf(paper: Paper, field: FormField, width: number): number {
  return (
    2 * padding +
    Math.max(
      paper.heightOf(field.label, labelWidth - 2 * padding, label),
      paper.heightOf(field.value, width - labelWidth - 2 * padding, value),
    )
  )
}

function drawFrame({ doc }: Paper, fields: number, top: number, height: number): void {
  const width = contentWidth / fields
  for (let index = 0; index < fields; index += 1) {
    const x = page.left + index * width
    doc.rect(x, top, labelWidth, height).fill('#F2F2F2')
    doc.lineWidth(0.6).strokeColor('#000000')
    doc.rect(x, top, labelWidth, height).stroke()
    doc.rect(x, top, width, height).stroke()
  }
}

/** Text in the middle of its cell's height. */
function cell(
  paper: Paper,
  row: Element,
  type: 'TH' | 'TD',
  text: string,
  style: TextStyle,
  { x, y, width }: Place,
  height: number,
): void {
  const inner = width - 2 * padding
  const place = { x: x + padding, y: y + (height - paper.heightOf(text, inner, style)) / 2, width: inner }
  const options = type === 'TH' ? { scope: 'Row' } : {}
  const element = paper.group(row, type, options)
  paper.text(element, 'P', text, style, place)
  element.end()
}
