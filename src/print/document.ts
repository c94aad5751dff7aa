import { once } from 'node:events'
import PdfKit from 'pdfkit'
import { paperFont } from './font.ts'

export type Pdf = PDFKit.PDFDocument
export type Element = PDFKit.PDFStructureElement
export type Reference = PDFKit.PDFKitReference

/** A4, in points. */
export const page = { width: 595.28, height: 841.89, left: 45, right: 45, top: 40, bottom: 46 } as const
export const contentWidth = page.width - page.left - page.right

/** An empty tagged document without pages, in Chinese, with the one font in use. */
export function openDocument(title: string, at: number): Pdf {
  const options: Omit<PDFKit.PDFDocumentOptions, 'font' | 'subset'> & { font: Buffer; subset: string } = {
    size: 'A4',
    margins: { top: page.top, bottom: 0, left: page.left, right: page.right },
    pdfVersion: '1.7',
    tagged: true,
    lang: 'zh-CN',
    displayTitle: true,
    subset: 'PDF/UA',
    autoFirstPage: false,
    bufferPages: true,
    font: paperFont(),
    info: { Title: title, Creator: 'gateway print', Producer: 'pdfkit', CreationDate: new Date(at) },
  }
  // The types of pdfkit know neither a font given as bytes nor PDF/UA.
  return new PdfKit(options as object)
}

/** The document catalogue (ISO 32000-1 section 7.7.2) with its form, which pdfkit keeps to itself and a signature field cannot do without. */
export interface Catalogue {
  Extensions?: object
  AcroForm: { data: { Fields: object[]; SigFlags?: number; NeedAppearances?: boolean } }
}

export function catalogueOf(doc: Pdf): Catalogue {
  return (Reflect.get(doc, '_root') as { data: Catalogue }).data
}

/** Whether the font in use has a glyph for a character. */
export function glyphsOf(doc: Pdf): (codePoint: number) => boolean {
  const { font } = Reflect.get(doc, '_font') as { font: Glyphs }
  return (codePoint) => font.hasGlyphForCodePoint(codePoint)
}

interface Glyphs {
  hasGlyphForCodePoint(codePoint: number): boolean
}

/** Ends the document and gives its bytes. */
export async function closeDocument(doc: Pdf): Promise<Buffer> {
  const chunks: Buffer[] = []
  doc.on('data', (chunk: Uint8Array) => chunks.push(Buffer.from(chunk)))
  const ended = once(doc, 'end')
  doc.end()
  await ended
  return Buffer.concat(chunks)
}
