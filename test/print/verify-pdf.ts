import * as pkijs from 'pkijs'

export type PdfVerdict = 'valid' | 'altered' | 'untrusted'

/**
 * Judges the signature of a PDF with a library that had no part in making it: that the byte range leaves out nothing but the
 * signature itself, that the signature holds, and that the chain in it ends at an anchor.
 */
export async function verifyPdf(
  pdf: Buffer,
  anchors: readonly Uint8Array[],
  at: number,
): Promise<PdfVerdict> {
  const range = /\/ByteRange \[(\d+) (\d+) (\d+) (\d+)\s*\]/.exec(pdf.toString('latin1'))
  const [start = -1, first = 0, second = 0, rest = 0] = range?.slice(1).map(Number) ?? []
  const hex = pdf.toString('latin1', first, second)
  if (start !== 0 || second + rest !== pdf.length || !/^<[0-9a-f]+>$/.test(hex)) return 'altered'
  const signed = Buffer.concat([pdf.subarray(0, first), pdf.subarray(second)])
  try {
    const value = Uint8Array.from(Buffer.from(hex.slice(1, -1), 'hex'))
    const { content } = pkijs.ContentInfo.fromBER(value)
    const data = new pkijs.SignedData({ schema: content })
    const holds = await data.verify({ signer: 0, data: Uint8Array.from(signed).buffer, extendedMode: true })
    if (holds.signatureVerified !== true) return 'altered'
    const trustedCerts = anchors.map((der) => pkijs.Certificate.fromBER(Uint8Array.from(der)))
    const chain = new pkijs.CertificateChainValidationEngine({
      trustedCerts,
      certs: (data.certificates ?? []).filter((one) => one instanceof pkijs.Certificate).toReversed(),
      checkDate: new Date(at),
    })
    return (await chain.verify()).result ? 'valid' : 'untrusted'
  } catch {
    return 'altered'
  }
}

/** The CMS in the signature field. */
export function cmsIn(pdf: Buffer): pkijs.SignedData {
  const start = pdf.indexOf('/Contents <') + '/Contents <'.length
  const hex = pdf.toString('latin1', start, pdf.indexOf('>', start))
  const { content } = pkijs.ContentInfo.fromBER(Uint8Array.from(Buffer.from(hex, 'hex')))
  return new pkijs.SignedData({ schema: content })
}
