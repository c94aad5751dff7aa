import { createHash } from 'node:crypto'
import type { DialectKeyStep, DialectSteps } from '../../contracts/generated/types.ts'
import type { GatewayError } from '../../errors.ts'
import { aesDecrypted, aesEncrypted } from './aes.ts'
import { percentDecoded, percentEncoded } from './body/percent.ts'
import { rsaDecrypted, rsaEncrypted, rsaSha1Signature } from './rsa.ts'

type PlainStep = Extract<DialectSteps[number], string>
type KeyStep = keyof DialectKeyStep

export interface StepContext {
  /** The key that a step names. */
  keyOf(name: string): string
  /** The failure of a step; it knows nothing of the bytes. */
  failure(step: string, key: string | undefined): GatewayError
}

const plain: Readonly<Record<PlainStep, (bytes: Buffer) => Buffer>> = {
  base64: (bytes) => Buffer.from(bytes.toString('base64')),
  'base64-decode': base64Decoded,
  hex: (bytes) => Buffer.from(bytes.toString('hex')),
  'hex-decode': hexDecoded,
  'url-encode': (bytes) => Buffer.from(percentEncoded(bytes)),
  'url-decode': (bytes) => percentDecoded(bytes) ?? refused('percent-encoding'),
  md5: (bytes) => createHash('md5').update(bytes).digest(),
  sha256: (bytes) => createHash('sha256').update(bytes).digest(),
}

const keyed: Readonly<Record<KeyStep, (bytes: Buffer, key: string) => Buffer>> = {
  'rsa-encrypt': rsaEncrypted,
  'rsa-decrypt': rsaDecrypted,
  'rsa-sha1-sign': rsaSha1Signature,
  'aes-ecb-encrypt': (bytes, key) => aesEncrypted(bytes, 'ecb', key),
  'aes-ecb-decrypt': (bytes, key) => aesDecrypted(bytes, 'ecb', key),
  'aes-cbc-encrypt': (bytes, key) => aesEncrypted(bytes, 'cbc', key),
  'aes-cbc-decrypt': (bytes, key) => aesDecrypted(bytes, 'cbc', key),
}

/** Bytes through steps, in order; digests are raw bytes. Fails with what `keyOf` throws, or with `failure`. */
export function runSteps(bytes: Buffer, steps: DialectSteps, context: StepContext): Buffer {
  return steps.reduce((current, step) => run(current, step, context), bytes)
}

/** The step and the name of its key. */
export function keyOfStep(step: DialectKeyStep): [KeyStep, string] {
  const [name, key] = Object.entries(step)[0] as [KeyStep, string]
  return [name, key]
}

function run(bytes: Buffer, step: DialectSteps[number], { keyOf, failure }: StepContext): Buffer {
  const [name, key] = typeof step === 'string' ? [step] : keyOfStep(step)
  const secret = key === undefined ? '' : keyOf(key)
  try {
    return typeof step === 'string' ? plain[step](bytes) : keyed[name as KeyStep](bytes, secret)
  } catch {
    // What Node says may quote the key
    throw failure(name, key)
  }
}

/** Base64 (RFC 4648 section 4), which some break into lines. */
function base64Decoded(bytes: Buffer): Buffer {
  const text = bytes.toString('latin1').replaceAll(/[\r\n]/g, '')
  const decoded = Buffer.from(text, 'base64')
  return decoded.toString('base64') === text ? decoded : refused('base64')
}

function hexDecoded(bytes: Buffer): Buffer {
  const text = bytes.toString('latin1')
  return /^(?:[0-9A-Fa-f]{2})*$/.test(text) ? Buffer.from(text, 'hex') : refused('hex')
}

function refused(form: string): never {
  throw new RangeError(`no ${form}`)
}
