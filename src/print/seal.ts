import { chinaDateTime } from '../clock.ts'
import { dateText, momentText } from './china-words.ts'
import { signatureRoom } from './cms.ts'
import { contentWidth, type Element, page } from './document.ts'
import type { PrintOrder } from './order.ts'
import type { Paper } from './paper.ts'
import { drawQr } from './qr.ts'
import { isOwnSeal, sealLabel } from './seal-label.ts'
import { addSignatureField } from './signature-field.ts'
import { styles } from './styles.ts'

const qrSide = 104
const codeWidth = 118
const boxX = page.left + qrSide + codeWidth + 16
const boxWidth = page.left + contentWidth - boxX
const lineWidth = boxWidth - 16
const leading = 1.5

/** How much `drawSeal` takes: the QR code's height, or more where names are long. */
export function sealHeight(paper: Paper, order: PrintOrder): number {
  const lines = sealLines(order).map((line) => paper.heightOf(line, lineWidth, styles.small) + leading)
  return Math.max(
    qrSide + 8,
    lines.reduce((sum, height) => sum + height, 14),
  )
}

/** QR code and verification code on the left; on the right where the seal belongs, which is where the signature is. */
export function drawSeal(
  paper: Paper,
  part: Element,
  order: PrintOrder,
  check: { url: string; code: string },
): void {
  const top = paper.y
  const height = sealHeight(paper, order)
  paper.artifact(() => drawFrames(paper, top, height))
  drawQr(paper, part, check.url, page.left + 4, top + 4, qrSide)
  const beside = { x: page.left + qrSide + 10, width: codeWidth }
  paper.text(part, 'P', '扫码核验真伪，或打开', styles.small, { ...beside, y: top + 10 })
  paper.text(part, 'P', order.checkPage, { size: 7 }, { ...beside, y: top + 23 })
  paper.text(part, 'P', '输入编号与验证码：', styles.small, { ...beside, y: top + 56 })
  paper.text(part, 'P', check.code, styles.code, { ...beside, y: top + 70 })
  let y = top + 7
  for (const line of sealLines(order)) {
    paper.text(part, 'P', line, styles.small, { x: boxX + 8, y, width: lineWidth })
    y += paper.heightOf(line, lineWidth, styles.small) + leading
  }
  const box = { x: boxX, y: top, width: boxWidth, height }
  addSignatureField(paper.doc, part, box, signatureWords(order), signatureRoom(order.signer, order.chain))
  paper.y = top + height
}

function drawFrames({ doc }: Paper, top: number, height: number): void {
  doc.lineWidth(0.6).strokeColor('#000000')
  doc.rect(page.left, top, boxX - page.left, height).stroke()
  doc.rect(boxX, top, boxWidth, height).stroke()
}

function sealLines({ certificate, printer, at }: PrintOrder): string[] {
  const { issuer, relayedBy, issuedAt } = certificate
  return [
    `出具中心：${issuer}`,
    ...(relayedBy ? [`转发方：${relayedBy.name}`] : []),
    `出具日期：${dateText(issuedAt)}`,
    '单位经办人：＿＿＿＿＿＿　联系电话：＿＿＿＿＿＿',
    `${sealLabel(certificate, printer.code)}：${printer.name}`,
    `签名时间：${momentText(chinaDateTime(at))}`,
    ...(isOwnSeal(certificate, printer.code) ? [] : ['出具中心签名的证明原件附于本文件。']),
  ]
}

function signatureWords({ certificate, printer, at }: PrintOrder): {
  name: string
  reason: string
  at: number
} {
  const reason = `${isOwnSeal(certificate, printer.code) ? '出具' : '打印收到的'}缴存使用证明 ${certificate.number}`
  return { name: printer.name, reason, at }
}
