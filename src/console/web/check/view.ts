import type { ShownCheck, ShownFigure } from '../../shown/check.ts'
import { outcomeSaid, type Said, sealText, type Tone, verdictsSaid } from './words.ts'

/** Outlines in a square of 24: a tick, a cross, a question mark. */
const marks: Record<Tone, string> = {
  good: 'M5 13l5 5L20 7',
  bad: 'M6 6l12 12M18 6L6 18',
  open: 'M8.5 8.5a3.5 3.5 0 1 1 5 3.2c-1 .6-1.5 1.2-1.5 2.6M12 18.2v.3',
}

/** The whole result, to stand where the former one stood. */
export function resultOf(shown: ShownCheck): Node[] {
  const outcome = outcomeSaid(shown)
  const verdicts = made('ul', 'verdicts', ...verdictsSaid(shown).map((each) => verdict(each)))
  const asOf = made('p', 'hint', `核验时间：${shown.checkedAt.slice(0, 19).replace('T', ' ')}（北京时间）`)
  return [
    made('h2', `outcome ${outcome.tone}`, mark(outcome.tone), outcome.title),
    made('p', 'outcome-text', outcome.text),
    verdicts,
    ...(shown.seal ? list('PDF 文件的签名', shown.seal, made('p', 'hint', sealText)) : []),
    ...(shown.figures ? list('原件所载内容，请逐项核对', shown.figures) : []),
    asOf,
  ]
}

function verdict({ tone, title, text }: Said): HTMLElement {
  return made('li', tone, mark(tone), made('div', '', made('h3', '', title), made('p', '', text)))
}

function list(title: string, figures: readonly ShownFigure[], ...about: Node[]): Node[] {
  const rows = figures.map(({ label, value }) =>
    made('div', '', made('dt', '', label), made('dd', '', value)),
  )
  return [made('h3', 'compare', title), ...about, made('dl', '', ...rows)]
}

export function refusalOf(title: string, hint: string): Node[] {
  return [made('h2', 'outcome open', mark('open'), title), ...(hint ? [made('p', 'outcome-text', hint)] : [])]
}

function mark(tone: Tone): SVGElement {
  const space = 'http://www.w3.org/2000/svg'
  const svg = document.createElementNS(space, 'svg')
  svg.setAttribute('viewBox', '0 0 24 24')
  svg.setAttribute('aria-hidden', 'true')
  const path = document.createElementNS(space, 'path')
  path.setAttribute('d', marks[tone])
  svg.append(path)
  return svg
}

/** Texts are texts: nothing that came is ever read as HTML. */
function made(name: string, className: string, ...content: (Node | string)[]): HTMLElement {
  const element = document.createElement(name)
  if (className) element.className = className
  element.append(...content)
  return element
}
