import { catalogueOf, type Element, type Pdf } from './document.ts'

/** What the signature says of itself (ISO 32000-1 table 252). */
export interface SignatureWords {
  name: string
  reason: string
  /** Epoch milliseconds. */
  at: number
}

interface Box {
  x: number
  y: number
  width: number
  height: number
}

/** Longer than any offset, so that the real ones fit in its place. */
const later = '**********'

/**
 * A signature field over a box of the current page with room for `room` bytes of CMS; `splice` fills it. In the structure tree it is
 * a Form, so that it is told to who cannot see it.
 */
export function addSignatureField(
  doc: Pdf,
  parent: Element,
  { x, y, width, height }: Box,
  words: SignatureWords,
  room: number,
): void {
  const signature = doc.ref({
    Type: 'Sig',
    Filter: 'Adobe.PPKLite',
    SubFilter: 'ETSI.CAdES.detached',
    ByteRange: [0, later, later, later],
    Contents: Buffer.alloc(room),
    Name: pdfString(words.name),
    Reason: pdfString(words.reason),
    M: new Date(words.at),
  })
  const nothing = doc.ref({ Type: 'XObject', Subtype: 'Form', BBox: [0, 0, width, height], Resources: {} })
  nothing.end('')
  const element = doc.struct('Form', { alt: `电子签名：${words.name}` })
  parent.add(element)
  doc.initForm()
  const catalogue = catalogueOf(doc)
  const form = catalogue.AcroForm.data
  delete form.NeedAppearances
  form.SigFlags = 3
  const widget: PDFKit.Mixins.AnnotationOption & Record<string, unknown> = {
    Subtype: 'Widget',
    FT: 'Sig',
    T: pdfString('Signature1'),
    TU: pdfString(`电子签名：${words.name}`),
    F: 0b1000_0100,
    V: signature,
    AP: { N: nothing },
    structParent: element,
  }
  doc.annotate(x, y, width, height, widget)
  form.Fields.push(...doc.page.annotations.slice(-1))
  element.end()
  catalogue.Extensions = { ESIC: { BaseVersion: '1.7', ExtensionLevel: 1 } }
  signature.end(undefined)
}

/** pdfkit writes a String object as a PDF string, and a bare one as a name. */
function pdfString(text: string): object {
  return Object(text) as object
}
