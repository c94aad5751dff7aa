import type { ShownAlarm } from '../../shown/board.ts'

/** How grave an alarm is: its word, and its tone where a mark or a figure has one. */
export const alarmLevels = {
  urgent: { word: '紧急', tone: 'bad' },
  warning: { word: '警告', tone: 'warn' },
  notice: { word: '提示', tone: 'note' },
} as const satisfies Record<ShownAlarm['level'], { word: string; tone: string }>
