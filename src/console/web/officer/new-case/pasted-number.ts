import { halfWidth } from '../../../../domain/half-width.ts'

/** What stands for the X on keyboards and in documents: signs of multiplication, the Roman ten, Greek and Cyrillic letters. */
const crosses = /[×✕✖╳ⅩⅹΧχХх]/gu

/** Letters and digits of a number as it was pasted: without its label (身份证号：), and without marks between and after them. */
export function pastedNumber(raw: string): string {
  return halfWidth(raw)
    .replace(/^[^\d:：]*[:：]/u, '')
    .replace(crosses, 'X')
    .replace(/[^0-9A-Za-z]/g, '')
}
