import type { TextStyle } from './paper.ts'

/** The few ways in which text stands on paper. */
export const styles = {
  title: { size: 17, align: 'center', bold: 0.45 },
  heading: { size: 11, bold: 0.3 },
  body: { size: 10, lineGap: 1 },
  small: { size: 8.5, colour: '#222222' },
  number: { size: 10, align: 'right' },
  code: { size: 11, bold: 0.2 },
  sandbox: { size: 10, align: 'center', colour: '#B00020', bold: 0.3 },
  foot: { size: 7.5, colour: '#444444' },
} as const satisfies Record<string, TextStyle>
