import { legible } from '../domain/legible.ts'
import { drawCertificate, formTitle } from './certificate-page.ts'
import { checkCode, checkUrl } from './check-link.ts'
import { detachedSignature } from './cms.ts'
import { contentWidth, page, type Pdf } from './document.ts'
import { drawFurniture, sandboxText } from './furniture.ts'
import type { Printed, PrintOrder } from './order.ts'
import { openPaper } from './paper.ts'
import { drawReceipt } from './receipt-page.ts'
import { drawSeal } from './seal.ts'
import { unsigned } from './splice.ts'
import { styles } from './styles.ts'

/**
 * Puts a verified certificate on paper in the form's layout, with the signed original inside, and signs the file (PAdES B-B).
 * Fails with KEY_UNUSABLE for a key that PDF readers do not verify, with USAGE_INVALID for a check page that is none, and with
 * what the signer fails with.
 */
export async function printCertificate(given: PrintOrder): Promise<Printed> {
  const order = { ...given, certificate: legible(given.certificate) }
  const { certificate, token, at } = order
  const code = checkCode(token)
  const url = checkUrl(order.checkPage, certificate.number, code)
  const paper = openPaper(`${formTitle} ${certificate.number}`, at)
  if (order.sandbox) {
    paper.text(paper.root, 'P', sandboxText, styles.sandbox, { x: page.left, y: 18, width: contentWidth })
  }
  const part = drawCertificate(paper, order)
  drawSeal(paper, part, order, { url, code })
  part.end()
  drawReceipt(paper, order)
  drawFurniture(paper, order)
  attach(paper.doc, `${certificate.number}.jws`, token, at)
  const file = unsigned(await paper.close())
  const cms = await detachedSignature(file.signed, order.signer, order.chain)
  return { pdf: file.with(cms), checkUrl: url, unshown: [...paper.unshown] }
}

/** The original goes with the paper: who has the file can verify it by itself. */
function attach(doc: Pdf, name: string, token: Uint8Array, at: number): void {
  const when = { creationDate: new Date(at), modifiedDate: new Date(at) }
  const about = { type: 'application/jose', description: '出具中心签名的证明原件', relationship: 'Source' }
  doc.file(Buffer.from(token), { name, ...about, ...when })
}
