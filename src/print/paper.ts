import {
  closeDocument,
  contentWidth,
  type Element,
  glyphsOf,
  openDocument,
  page,
  type Pdf,
} from './document.ts'
import { shownText } from './font.ts'

export interface TextStyle {
  /** Points. */
  size: number
  align?: 'left' | 'center' | 'right'
  colour?: string
  /** Drawn with an outline of so many points: the one font has one weight. */
  bold?: number
  lineGap?: number
}

/** Where a text stands. */
export interface Place {
  x: number
  y: number
  width: number
}

/** Pages that are written from top to bottom, each piece with its place in the structure tree (ISO 32000-1 section 14.8). */
export interface Paper {
  doc: Pdf
  root: Element
  /** Top of what comes next. */
  y: number
  /** Code points that the font lacks. */
  unshown: ReadonlySet<string>
  newPage(): void
  /** A new page where less than that is left of this one. */
  need(height: number): void
  heightOf(text: string, width: number, style: TextStyle): number
  /** An element with one text of its own. */
  text(parent: Element, type: string, text: string, style: TextStyle, place?: Place): void
  /** An element that is drawn and has to be said in words. */
  figure(parent: Element, alt: string, box: [number, number, number, number], draw: () => void): void
  /** An element with others in it; `end` it. */
  group(parent: Element, type: string, options?: object): Element
  /** Lines and marks that mean nothing by themselves. */
  artifact(draw: () => void, type?: 'Pagination' | 'Layout'): void
  /** Text that belongs to the page and not to the document, such as a running foot. */
  furniture(text: string, style: TextStyle, place: Place): void
  close(): Promise<Buffer>
}

export function openPaper(title: string, at: number): Paper {
  const doc = openDocument(title, at)
  const root = doc.struct('Document')
  const unshown = new Set<string>()
  const has = glyphsOf(doc)
  const shown = (text: string) => shownText(text, has, (name) => unshown.add(name))
  const paper: Paper = {
    doc,
    root,
    y: page.top,
    unshown,
    newPage() {
      doc.addPage()
      paper.y = page.top
    },
    need(height) {
      if (paper.y + height > page.height - page.bottom) paper.newPage()
    },
    heightOf(text, width, style) {
      doc.fontSize(style.size)
      return doc.heightOfString(shown(text), { width, lineGap: style.lineGap ?? 0 })
    },
    text(parent, type, text, style, place) {
      const at = place ?? { x: page.left, y: paper.y, width: contentWidth }
      const visible = shown(text)
      const options = visible === text ? {} : { actual: text }
      parent.add(doc.struct(type, options, () => write(visible, style, at)))
      if (!place) paper.y += paper.heightOf(text, contentWidth, style)
    },
    figure(parent, alt, bbox, draw) {
      const options = { alt, bbox }
      parent.add(doc.struct('Figure', options, draw))
    },
    group(parent, type, options = {}) {
      const element = doc.struct(type, options)
      parent.add(element)
      return element
    },
    artifact(draw, type = 'Layout') {
      doc.markContent('Artifact', { type })
      draw()
      doc.endMarkedContent()
    },
    furniture(text, style, place) {
      paper.artifact(() => write(shown(text), style, place), 'Pagination')
    },
    close() {
      root.end()
      return closeDocument(doc)
    },
  }
  function write(text: string, style: TextStyle, { x, y, width }: Place): void {
    const { size, align = 'left', colour = '#000000', bold = 0, lineGap = 0 } = style
    doc.fontSize(size).fillColor(colour).strokeColor(colour)
    if (bold > 0) doc.lineWidth(bold)
    doc.text(text, x, y, { width, align, lineGap, fill: true, stroke: bold > 0 })
  }
  doc.addStructure(root)
  paper.newPage()
  return paper
}
