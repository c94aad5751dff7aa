import { pino, type DestinationStream, type Logger } from 'pino'

export type { Logger }

/** Members that could hold personal data or secrets, wherever somebody might put them. The events never do; this is the net below. */
const hidden = [
  'person',
  'idNumber',
  'name',
  'facts',
  'body',
  'certificate',
  'key',
  'passphrase',
  'authorization',
]

/** Structured log, one JSON object a line. */
export function createLogger(
  options: { level: string; member: string },
  destination?: DestinationStream,
): Logger {
  return pino(
    {
      level: options.level,
      base: { member: options.member },
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: { paths: hidden.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: '[hidden]' },
    },
    destination ?? pino.destination({ dest: 1, sync: false }),
  )
}
