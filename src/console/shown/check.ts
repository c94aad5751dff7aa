// What the public check page (验真) is told: the same few words whatever was sent. Instants are RFC 3339 with the offset of China.

/** POST /check/v1/certificates, POST /check/v1/documents */
export interface ShownCheck {
  overall: CheckOutcome
  /** Three questions with three answers: one that fails does not answer the others. */
  verdicts: {
    /** 未篡改 */
    unaltered: ShownVerdict
    /** 未撤销, by the issuing centre */
    notRevoked: ShownVerdict
    /** 出具机构可信 */
    issuerTrusted: ShownVerdict
  }
  checkedAt: string
  /** What the signed original says, to compare with what one has in hand; absent where no original can be read. */
  figures?: ShownFigure[]
  /** Which member sealed the file and when as it says, in the words of the paper; absent where no member did, and of what was typed. */
  seal?: ShownFigure[]
}

/** In the order in which the first that applies is the answer; `not-told`: the issuing centre could not be asked. */
export type CheckOutcome = 'altered' | 'revoked' | 'issuer-unconfirmed' | 'expired' | 'not-told' | 'valid'

export interface ShownVerdict {
  /** not-told: 未能查询, which says nothing either way. */
  state: 'holds' | 'fails' | 'not-told'
  why?: VerdictReason
  /** When it was withdrawn; with `revoked`. */
  at?: string
}

export type VerdictReason =
  /** Something in the file is not as it was sealed. */
  | 'file-changed'
  /** Sealed by nobody whom the federation's authorities know, so that anybody may have made it. */
  | 'sealer-unknown'
  /** The original in it cannot be read, or its signature does not hold. */
  | 'original-unreadable'
  | 'revoked'
  /** The issuing centre has no such certificate. */
  | 'not-known'
  /** The issuing centre cannot be asked at the moment. */
  | 'not-reached'
  /** Nothing is left that could be asked about. */
  | 'nothing-to-ask'
  /** Not signed by a member of the federation, or not in the name of the issuing centre. */
  | 'not-listed'
  /** Sealed at a time that is still to come, or before the certificate in it was issued. */
  | 'seal-time'
  /** The signing certificate was revoked. */
  | 'signer-revoked'

export interface ShownFigure {
  label: string
  value: string
}
