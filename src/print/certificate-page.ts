import { contradictionTexts } from '../domain/contradictions/texts.ts'
import { chinaDate } from '../clock.ts'
import { dateText, momentText } from './china-words.ts'
import { contentWidth, type Element, page } from './document.ts'
import { drawStrip } from './draw-strip.ts'
import { factLabel } from './fact-labels.ts'
import { formLines } from './form-rows.ts'
import { drawGrid } from './grid.ts'
import type { PrintOrder } from './order.ts'
import type { Paper } from './paper.ts'
import { sealHeight } from './seal.ts'
import { styles } from './styles.ts'

export const formTitle = '异地贷款职工住房公积金缴存使用证明'

/** Part A: the certificate itself, down to where the seal belongs; gives the part, for that. */
export function drawCertificate(paper: Paper, order: PrintOrder): Element {
  const { certificate, addressee } = order
  const { facts } = certificate
  const part = paper.group(paper.root, 'Sect')
  paper.text(part, 'H1', formTitle, styles.title)
  paper.y += 4
  paper.text(part, 'P', `编号：${certificate.number}`, styles.number)
  if (facts.sourceNumber !== undefined) {
    paper.text(part, 'P', `原证明编号：${facts.sourceNumber}`, styles.number)
  }
  paper.y += 2
  paper.text(
    part,
    'P',
    `致：${addressee ?? '住房公积金管理中心'}（机构代码 ${certificate.addressee}）`,
    styles.body,
  )
  paper.text(part, 'P', openingWords(order), styles.body)
  paper.y += 5
  drawGrid(paper, part, formLines(certificate))
  paper.y += 8
  if (certificate.fields.includes('continuity')) {
    paper.need(60)
    paper.text(part, 'H2', '逐月缴存情况', styles.heading)
    paper.y += 2
    drawStrip(paper, part, facts.continuity ?? {}, facts.asOf)
    paper.y += 6
  }
  drawContradictions(paper, part, order)
  const assurance = [
    `以上信息由出具中心按其业务系统提供，数据截至 ${momentText(facts.asOf)}。`,
    `我中心保证以上信息真实准确。本证明自开具之日（${dateText(certificate.issuedAt)}）起生效，有效期至 ${dateText(certificate.validUntil)}。`,
    ...(chinaDate(order.at) > certificate.validUntil ? ['打印时本证明已过有效期。'] : []),
    ...(order.revocationKnown === false
      ? ['打印时未能核实出具中心的签名证书是否已被吊销，使用前请验真。']
      : []),
    ...(order.standingKnown === false ? ['打印时未能向出具中心查询本证明是否撤销，使用前请验真。'] : []),
  ]
  // With the seal below they stay on one page.
  paper.need(assurance.length * 17 + sealHeight(paper, order) + 8)
  for (const line of assurance) paper.text(part, 'P', line, styles.body)
  paper.y += 8
  return part
}

function openingWords({ certificate: { person, purpose } }: PrintOrder): string {
  return purpose === 'remote-housing-loan'
    ? `　　我中心关于职工${person.name}的缴存证明如下，请对该职工异地贷款申请予以审核。`
    : '　　我中心缴存职工的住房公积金缴存使用情况如下。'
}

/** What the centre's facts contradict, in a frame: told, not resolved. */
function drawContradictions(paper: Paper, part: Element, { certificate }: PrintOrder): void {
  const { contradictions = [] } = certificate.facts
  if (contradictions.length === 0) return
  paper.need(34)
  paper.text(part, 'H2', '所给数据自相矛盾（※），请向出具中心核实', styles.heading)
  const list = paper.group(part, 'L')
  for (const { rule, facts } of contradictions) {
    const text = `※ ${contradictionTexts[rule].zh}（${facts.map(factLabel).join('、')}）`
    paper.need(paper.heightOf(text, contentWidth, styles.small))
    const item = paper.group(list, 'LI')
    paper.text(item, 'LBody', text, styles.small, { x: page.left, y: paper.y, width: contentWidth })
    item.end()
    paper.y += paper.heightOf(text, contentWidth, styles.small)
  }
  list.end()
  paper.y += 6
}
