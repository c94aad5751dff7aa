import { encode } from 'uqr'
import type { Element } from './document.ts'
import type { Paper } from './paper.ts'

/** A QR code (ISO/IEC 18004, error correction M) of that side length in points, with the four light modules around it that readers need. */
export function drawQr(
  paper: Paper,
  parent: Element,
  text: string,
  x: number,
  y: number,
  side: number,
): void {
  const { data, size } = encode(text, { ecc: 'M', border: 4 })
  const module = side / size
  paper.figure(parent, `二维码：${text}`, [x, y, x + side, y + side], () => {
    for (const [row, modules] of data.entries()) {
      for (const [start, end] of runsOf(modules)) {
        paper.doc.rect(x + start * module, y + row * module, (end - start) * module, module)
      }
    }
    paper.doc.fill('#000000')
  })
}

/** Dark modules that touch, as one bar: no hairlines between them. */
function runsOf(modules: readonly boolean[]): [start: number, end: number][] {
  const runs: [number, number][] = []
  for (const [index, dark] of modules.entries()) {
    if (!dark) continue
    const last = runs.at(-1)
    if (last?.[1] === index) last[1] = index + 1
    else runs.push([index, index + 1])
  }
  return runs
}
