import type { DepositCertificate } from '../contracts/generated/types.ts'

/** Signs bytes; the key may be in memory or in a signing server. `name` is the JWS algorithm. */
export interface PaperSigner {
  algorithm: { name: string }
  /** ECDSA signatures as the two numbers side by side (RFC 7518 section 3.4). */
  sign(bytes: Uint8Array): Uint8Array | Promise<Uint8Array>
}

/** What is to be put on paper, and by whom. */
export interface PrintOrder {
  /** The certificate as its issuer signed it (JWS, verified before), and what it says. */
  token: Uint8Array
  certificate: DepositCertificate
  /** Name of the centre that it is addressed to, as the directory has it; its code is printed in any case. */
  addressee?: string
  /** Public check page of the issuing centre, an absolute https URL without query and fragment. */
  checkPage: string
  /** Member whose gateway prints and signs: its code and name. */
  printer: { code: string; name: string }
  signer: PaperSigner
  /** DER, the signer's own certificate first. */
  chain: readonly Uint8Array[]
  /** When it is printed and signed; epoch milliseconds. */
  at: number
  /** False: whether the certificate of who signed it was revoked since could not be told, which the paper says. Absent: nobody wanted to know. */
  revocationKnown?: boolean
  /** False: the issuing centre could not be asked whether it was withdrawn, which the paper says. Absent: nobody wanted to ask. */
  standingKnown?: boolean
  /** Marks every page as made of invented data. */
  sandbox: boolean
}

/** A signed PDF. */
export interface Printed {
  pdf: Buffer
  /** What the QR code says. */
  checkUrl: string
  /** Code points (`U+20BB7`) that the font lacks and that stand on paper as such. */
  unshown: readonly string[]
}
