import { type ExchangeHeader, readExchangeHeader } from './header.ts'

/** A signer's headers repeat, but for those with `x5c`; longer ones and those of more signers than this are read each time. */
const longest = 512
const most = 1000

/** Reads protected headers of the exchange, BASE64URL, and remembers the good ones. Fails as `readExchangeHeader` does. */
export function createHeaderMemory(): (encoded: string) => ExchangeHeader {
  const known = new Map<string, ExchangeHeader>()
  return (encoded) => {
    const remembered = known.get(encoded)
    if (remembered) return remembered
    const header = readExchangeHeader(encoded)
    if (encoded.length <= longest) {
      if (known.size >= most) known.clear()
      known.set(encoded, header)
    }
    return header
  }
}
