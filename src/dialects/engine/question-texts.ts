import { createHmac } from 'node:crypto'
import type { DialectDefinition } from '../../contracts/generated/types.ts'
import { upgradeResidentId } from '../../domain/identity/resident-id.ts'
import type { DialectQuestion, DialectSettings } from './dialect.ts'
import type { Scope } from './scope.ts'

/** What all messages of a conversation may take, but for the number of the person and what is fresh for each. */
export function scopeOf(
  { dialect, settings: declared = {}, send = {} }: DialectDefinition,
  settings: DialectSettings,
  { person, centre, addressee, applicationNumber, at }: DialectQuestion,
): Scope {
  const texts = new Map([
    ['person.name', person.name],
    ['person.idType', person.idType],
    ['centre.code', centre.code],
    ['centre.name', centre.name],
    ['addressee.code', addressee.code],
    ['addressee.name', addressee.name],
    ['application', applicationNumber],
  ])
  for (const [name, setting] of Object.entries(declared)) {
    const text = settings[name] ?? setting.default
    if (text !== undefined) texts.set(`settings.${name}`, text)
  }
  return { dialect, at, texts, tables: send }
}

/** The numbers under which a person is looked for, in order. */
export function idNumbersOf(
  { person: { idType, idNumber } }: DialectQuestion,
  { idNumbers = ['18-digits'] }: DialectDefinition,
): string[] {
  const old = idType === 'resident-id' ? fifteenDigits(idNumber) : undefined
  const forms = idNumbers.flatMap((form) => (form === '18-digits' ? [idNumber] : (old ?? [])))
  return forms.length > 0 ? forms : [idNumber]
}

/** Fresh numbers of the `message`th message of a conversation, all from its seed, so that it can be had again. */
export function freshTexts(seed: Buffer, message: number): [string, string][] {
  const bytes = createHmac('sha256', seed).update(`message ${message}`).digest()
  const hex = bytes.toString('hex', 0, 16)
  const serial = bytes.readBigUInt64BE(16) % 10n ** 16n
  return [
    ['id.hex', hex],
    ['id.uuid', uuid(hex)],
    ['id.serial', String(serial).padStart(16, '0')],
  ]
}

/** The number of before 1999; undefined where 18 characters did not come of one. */
function fifteenDigits(idNumber: string): string | undefined {
  const old = idNumber.slice(0, 6) + idNumber.slice(8, 17)
  return idNumber.length === 18 && upgradeResidentId(old) === idNumber ? old : undefined
}

/** Version 4, variant 10 (RFC 9562 section 5.4). */
function uuid(hex: string): string {
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 0x3) | 0x8).toString(16)
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    variant + hex.slice(17, 20),
    hex.slice(20),
  ].join('-')
}
