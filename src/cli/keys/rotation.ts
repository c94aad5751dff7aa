import { existsSync } from 'node:fs'
import { basename, dirname, extname, join } from 'node:path'
import type { Config } from '../../config/config.ts'
import { readOwnersOnly } from '../../config/owners-only.ts'
import { GatewayError } from '../../errors.ts'
import { certificates, type OwnCertificate, type OwnKeyPair, readKeyPair } from '../../identity/identity.ts'
import type { DirectoryView } from '../../speaker/ports.ts'
import { digestOf } from '../../domain/digest.ts'
import { reasonWords } from '../../trust/path/reason-words.ts'
import { validatePath } from '../../trust/path/validate.ts'
import { listingOf } from '../directory/newest.ts'
import { memberCodeOf } from '../../composition/trust/evidence-trust.ts'

export type Use = 'sign' | 'tls'

/** Where the next key waits until it is switched to, beside the present one. */
export interface NextFiles {
  key: string
  csr: string
  /** Put there by hand, as the authority gave it. */
  certificate: string
}

/** The first step that is not done, of the six in rotation-report.ts. */
export type Step = 1 | 2 | 3 | 4 | 5

const stamp = /\.[0-9]{8}T[0-9]{6}$/

function named(path: string, what: string): string {
  const extension = extname(path)
  return join(dirname(path), `${basename(path, extension).replace(stamp, '')}.${what}${extension}`)
}

export function nextFiles({ key, certificate }: { key: string; certificate: string }, use: Use): NextFiles {
  return {
    key: named(key, 'next'),
    csr: join(dirname(key), `${use}.next.csr.pem`),
    certificate: named(certificate, 'next'),
  }
}

/** The name that a next file gets for good: with the moment of the switch in it, as in sign.key.20261124T100000.pem. */
export function nameForGood(path: string, chinaDateTime: string): string {
  return named(path, chinaDateTime.slice(0, 19).replaceAll(/[-:]/g, ''))
}

/** How far the rotation of one key is. Fails with KEY_UNUSABLE or CERTIFICATE_UNTRUSTED where the next certificate is not usable. */
export function stepOf(
  next: NextFiles,
  present: OwnCertificate,
  deps: {
    config: Config
    use: Use
    directory: DirectoryView | undefined
    passphrase: string | undefined
    now: number
  },
): Step {
  const { config, use, directory, now } = deps
  if (!existsSync(next.key)) return directory && older(directory, present, deps).length > 0 ? 5 : 1
  if (!existsSync(next.certificate)) return 2
  const { leaf } = usable(next, deps)
  const { listed, retired = Infinity } = directory
    ? listingOf(directory, config.member, use, leaf.thumbprint)
    : { listed: false }
  return listed && retired > now ? 4 : 3
}

/** Certificates of this member for the same use that are still listed beside the present one, by thumbprint. */
export function older(
  directory: DirectoryView,
  { leaf }: OwnCertificate,
  { config, use, now }: { config: Config; use: Use; now: number },
): string[] {
  const member = directory.content.members.find(({ code }) => code === config.member)
  const listed = (member?.certificates ?? []).filter((certificate) => certificate.use === use)
  return listed
    .map(({ chain: [der = ''] }) => digestOf(Buffer.from(der, 'base64')))
    .filter(
      (thumbprint) => thumbprint !== leaf.thumbprint && (directory.retired(thumbprint) ?? Infinity) > now,
    )
}

function usable(next: NextFiles, { config, use, passphrase, now }: Parameters<typeof stepOf>[2]): OwnKeyPair {
  const pair = readKeyPair(next, readOwnersOnly(next.key), passphrase)
  const [leaf = pair.leaf, ...intermediates] = pair.chain
  const anchors = certificates(config.trust.anchors)
  for (const purpose of use === 'sign' ? (['sign'] as const) : (['tls-server', 'tls-client'] as const)) {
    const path = validatePath({ leaf, intermediates, anchors, time: now, purpose })
    if (!path.ok) {
      throw new GatewayError('CERTIFICATE_UNTRUSTED', {
        where: next.certificate,
        detail: `证书链不成立：${reasonWords[path.reason].zh} the chain does not hold, ${purpose}: ${path.detail} (${path.reason}, ${path.rule})`,
      })
    }
  }
  if (memberCodeOf(leaf) === config.member) return pair
  throw new GatewayError('KEY_UNUSABLE', {
    where: next.certificate,
    detail: `机构代码不一致 carries the member code ${memberCodeOf(leaf)}, not ${config.member}`,
  })
}
