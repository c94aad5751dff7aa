/** A number as the message writes it, so that 6000.10 and 1e400 reach the converters unharmed. */
export class Numeral {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

/** A message, read but not understood. Objects have no prototype, so that no name means anything by itself. */
export type Tree = null | boolean | string | Numeral | Tree[] | { [name: string]: Tree }

/** Reads one text into a tree. Fails with CENTRE_ANSWER_INVALID, naming the fault and no value. */
export type ReadTree = (text: string) => Tree
