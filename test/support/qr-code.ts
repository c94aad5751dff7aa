import { PDFiumLibrary } from '@hyzyla/pdfium'
import jsqr from 'jsqr'

/** What the QR code on a PDF's first page says, read from the rendered page as a telephone does; empty where there is none. */
export async function qrCodeOn(pdf: Buffer): Promise<string> {
  const pdfium = await PDFiumLibrary.init()
  const document = await pdfium.loadDocument(pdf)
  const { data, width, height } = await document.getPage(0).render({ scale: 2, render: 'bitmap' })
  document.destroy()
  pdfium.destroy()
  return jsqr.default(Uint8ClampedArray.from(data), width, height)?.data ?? ''
}
