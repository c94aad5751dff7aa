import type { Agreement, RequestEnvelope, ServiceName } from '../contracts/generated/types.ts'
import type { Span } from '../domain/trace-context.ts'
import type { DirectoryView, KnownCertificate, KnownMember, OpenedToken } from '../speaker/ports.ts'

// What has been proved of a request shows in its type; a step takes the type before it, so steps can't be reordered by accident.

/** What comes in over HTTP. */
export interface Incoming {
  /** Our own id of this HTTP request, for logs and problems. */
  requestId: string
  /** Its place in the asker's trace. */
  span: Span
  bytes: Buffer
  /** The service of the path. */
  service: ServiceName
  /** SHA-256 of the TLS client certificate, base64url. */
  channel: string
  /** Epoch milliseconds. */
  at: number
}

/** Bytes of an unknown sender. */
export interface Received extends Incoming {
  stage: 'received'
}

interface FromMember extends Incoming {
  token: OpenedToken
  /** SHA-256 of the request bytes. */
  digest: string
  directory: DirectoryView
  member: KnownMember
  certificate: KnownCertificate
  /** Oldest moment, epoch milliseconds, of the revocation data that the certificate was judged with, once it was. */
  revocationAsOf?: number | undefined
}

/** The token names a certificate of the directory. Nobody has proved yet to have its key. */
export interface Identified extends FromMember {
  stage: 'identified'
}

/** The member signed these bytes, with a trusted certificate, over its own channel. */
export interface Verified extends FromMember {
  stage: 'verified'
}

/** The envelope fits its schema. */
export interface Understood extends FromMember {
  stage: 'understood'
  envelope: RequestEnvelope
}

/** Addressed to us, fresh, and its `jti` is ours to execute. */
export interface Accepted extends FromMember {
  stage: 'accepted'
  envelope: RequestEnvelope
}

/** The body fits its schema, and an agreement allows it on the stated basis. */
export interface Authorised extends FromMember {
  stage: 'authorised'
  envelope: RequestEnvelope
  /** Absent for services that need none. */
  agreement: Agreement | undefined
}

export type Stage = Received | Identified | Verified | Understood | Accepted
