/** Why a case is refused by what stands around the product's own verification: its key, or a header that is no header of ours. */
export class Refusal extends Error {
  /** What policy refuses although the standards allow it, in a few words that cases have in common. */
  readonly policy: string | undefined

  constructor(reason: string, policy?: string) {
    super(policy === undefined ? reason : `${reason}: ${policy}`)
    this.policy = policy
  }
}
