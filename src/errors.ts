import type { CatalogueEntry } from './errors/entry.ts'
import { askingErrors } from './errors/asking.ts'
import { consoleErrors } from './errors/console.ts'
import { httpErrors } from './errors/http.ts'
import { officeErrors } from './errors/office.ts'
import { ownHouseErrors } from './errors/own-house.ts'
import { requestErrors } from './errors/request.ts'
import { setupErrors } from './errors/setup.ts'
import { speakerErrors } from './errors/speaker.ts'

export type { CatalogueEntry } from './errors/entry.ts'

/** Every error of every listener and command, by its code. */
export const catalogue = {
  ...speakerErrors,
  ...requestErrors,
  ...httpErrors,
  ...ownHouseErrors,
  ...askingErrors,
  ...officeErrors,
  ...setupErrors,
  ...consoleErrors,
} as const satisfies Record<string, CatalogueEntry>

export type ErrorCode = keyof typeof catalogue

/** What an error may carry beside its code. None of it may hold personal data, except `diagnosis`, which only the sandbox shows. */
export interface ErrorDetail {
  /** The place: a JSON pointer, a file:line, a header or check name. */
  where?: string
  /** One sentence more than the catalogue's, in Chinese and English, without personal data. */
  detail?: string
  /** Seconds after which a repeat makes sense. */
  retryAfterSeconds?: number
  /** The caller's `iat` minus our clock, in seconds. */
  skewSeconds?: number
  /** Of a form that somebody filled in: everything that is wrong, place by place. */
  faults?: readonly EntryFault[]
  /** What the sandbox tells an integration engineer; never logged, never sent in production. */
  diagnosis?: Record<string, unknown>
  cause?: unknown
}

/** What is wrong at one place of a form, `where` a JSON pointer; the words repeat nothing that was entered. */
export interface EntryFault {
  where: string
  zh: string
  en: string
}

/** The one family of errors: a code of the catalogue and where it happened. */
export class GatewayError extends Error {
  override readonly name = 'GatewayError'
  readonly code: ErrorCode
  readonly where: string | undefined
  readonly detail: string | undefined
  readonly retryAfterSeconds: number | undefined
  readonly skewSeconds: number | undefined
  readonly faults: readonly EntryFault[] | undefined
  readonly diagnosis: Record<string, unknown> | undefined

  constructor(code: ErrorCode, info: ErrorDetail = {}) {
    super(`${code}: ${info.detail ?? catalogue[code].title.en}${info.where ? ` (${info.where})` : ''}`, {
      cause: info.cause,
    })
    this.code = code
    this.where = info.where
    this.detail = info.detail
    this.retryAfterSeconds = info.retryAfterSeconds
    this.skewSeconds = info.skewSeconds
    this.faults = info.faults
    this.diagnosis = info.diagnosis
  }

  get entry(): CatalogueEntry {
    return catalogue[this.code]
  }
}

/** Turns anything thrown into the family; what nobody foresaw becomes INTERNAL with the original as its cause. */
export function toGatewayError(thrown: unknown): GatewayError {
  return thrown instanceof GatewayError ? thrown : new GatewayError('INTERNAL', { cause: thrown })
}
