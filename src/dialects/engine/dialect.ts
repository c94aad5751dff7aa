import type { DialectDefinition, FieldSet, MemberCode, Person } from '../../contracts/generated/types.ts'

/** A dialect that was read and checked: its definition, and which version of it. */
export interface Dialect {
  definition: DialectDefinition
  /** SHA-256 of the bytes of dialect.yaml, hex: which map made these facts of those bytes. */
  version: string
}

/** Values of a centre's settings by name, secrets among them. */
export type DialectSettings = Readonly<Record<string, string>>

/** What is asked of a centre, in its dialect. */
export interface DialectQuestion {
  person: Person
  /** Field sets wanted; others are dropped, whatever the centre sends. */
  fields: readonly FieldSet[]
  /** The centre asked. */
  centre: Party
  /** Whom the facts are for: the lending centre. */
  addressee: Party
  /** The application that the question belongs to. */
  applicationNumber: string
  /** Epoch milliseconds. */
  at: number
  /** 16 random bytes: every number that a message needs comes from them, so that a conversation can be replayed. */
  seed: Buffer
}

export interface Party {
  code: MemberCode
  name: string
}

/** One message to the centre's interface. */
export type Call =
  | {
      transport: 'http'
      name: string
      method: 'GET' | 'POST'
      /** With its query. */
      path: string
      headers: Readonly<Record<string, string>>
      body: Buffer | undefined
    }
  | {
      transport: 'tcp'
      name: string
      bytes: Buffer
      /** How the reply ends: after the length that stands behind `headerBytes` bytes, or with the stream. */
      reply: { headerBytes: number; lengthBytes: 2 | 4 } | 'end-of-stream'
    }

/** What came back, unjudged. TCP has no status. */
export interface Reply {
  status?: number
  /** Without header and length, where the call has them. */
  bytes: Buffer
}
