import { signedFile } from './byte-range.ts'
import { type Original, originalIn } from './original.ts'
import { type Seal, sealIn } from './seal.ts'

/** What a PDF is found to be that may be one of ours. */
export interface ReadPaper {
  /** Who sealed it, when as they say (epoch milliseconds); undefined where not every byte is as it was sealed. */
  seal: (Seal & { at: number }) | undefined
  /** The certificate in it, which speaks for itself whatever happened to the file. */
  original: Original | undefined
}

/**
 * Reads a printed certificate strictly: only what this gateway writes. Undefined for a file that is not of a gateway at all.
 * Nothing is believed here: whose the seal and the original are is for the caller to judge.
 */
export function readPaper(pdf: Buffer): ReadPaper | undefined {
  const original = originalIn(pdf)
  const file = signedFile(pdf)
  const seal = file && sealIn(file.value, file.signed)
  const at = file && momentIn(file.signed)
  if (!original && !pdf.includes('/SubFilter /ETSI.CAdES.detached', 0, 'latin1')) return undefined
  return { original, seal: seal && at !== undefined ? { ...seal, at } : undefined }
}

/** `/M` of the signature, which the seal covers. */
function momentIn(signed: Buffer): number | undefined {
  const at = signed.indexOf('/Type /Sig\n', 0, 'latin1')
  const found = /\/M \(D:(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z\)/.exec(
    signed.toString('latin1', at, at + 1024),
  )
  if (at < 0 || !found) return undefined
  const [year, month, day, hour, minute, second] = found.slice(1)
  const time = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
  return Number.isNaN(time) ? undefined : time
}
