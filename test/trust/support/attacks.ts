import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import { AlgorithmIdentifier } from '@peculiar/asn1-x509'
import type { Certificate } from '../../../src/trust/certificate.ts'
import type { Authority } from '../../../src/trust/issue.ts'
import {
  basicConstraints,
  extension,
  extKeyUsage,
  keyPurposes,
  keyUsage,
  subjectKeyIdentifier,
} from '../../../src/trust/issue/extensions.ts'
import type { PathRequest, Purpose, Reason } from '../../../src/trust/path/types.ts'
import { subjectName } from '../../../src/trust/subject.ts'
import { constraintAttacks } from './constraint-attacks.ts'
import { forge, future, intermediate, keyNamed, member, now, past, root, span } from './pki.ts'

/** An attack of threats.md, or its harmless counterpart. */
export interface Attack {
  /** Its number, and a sentence that states the rule. */
  readonly name: string
  readonly request: PathRequest
  /** Absent: the path is valid. */
  readonly reason?: Reason
  /** Why `openssl verify -x509_strict` sees it otherwise; absent where it must agree. */
  readonly opensslDiffers?: string
}

const anchor = root()
const issuer = intermediate(anchor, '长三角签发证书')

function under(
  leaf: Certificate,
  intermediates: readonly Authority[] = [issuer],
  anchors: readonly Authority[] = [anchor],
  purpose: Purpose = 'sign',
): PathRequest {
  return {
    leaf,
    intermediates: certificates(intermediates),
    anchors: certificates(anchors),
    time: now,
    purpose,
  }
}

function certificates(authorities: readonly Authority[]): Certificate[] {
  return authorities.map(({ certificate }) => certificate)
}

function validity(): Attack[] {
  const oldIssuer = intermediate(anchor, '过期签发证书', past)
  const oldRoot = root('过期根证书', past)
  return [
    { name: 'T48 a path of valid certificates is accepted', request: under(member(issuer)) },
    { name: 'T48 a leaf past its end is refused', request: under(member(issuer, past)), reason: 'expired' },
    {
      name: 'T48 a leaf before its beginning is refused',
      request: under(member(issuer, future)),
      reason: 'not-yet-valid',
    },
    {
      name: 'T48 an intermediate past its end is refused',
      request: under(member(oldIssuer), [oldIssuer]),
      reason: 'expired',
    },
    {
      name: 'T48 a root past its end is refused',
      request: under(member(oldRoot), [], [oldRoot]),
      reason: 'expired',
    },
  ]
}

function issuing(): Attack[] {
  const key = keyNamed('rogue')
  const publicKey = createPublicKey(key)
  const rogue = { certificate: member(issuer, { publicKey }), key }
  const silent = { certificate: member(issuer, { publicKey, omit: ['2.5.29.19'] }), key }
  const crlOnly = intermediate(anchor, '只签吊销列表', { extensions: [keyUsage('cRLSign')] })
  return [
    {
      name: 'T49 a member that issues is refused',
      request: under(member(rogue), [issuer, rogue]),
      reason: 'not-a-ca',
    },
    {
      name: 'T49 a CA that signs messages is refused',
      request: under(issuer.certificate, []),
      reason: 'is-a-ca',
      opensslDiffers: 'RFC 5280 lets the last certificate be a CA; our policy does not.',
    },
    {
      name: 'T50 an issuer without basicConstraints is refused',
      request: under(member(silent), [issuer, silent]),
      reason: 'not-a-ca',
    },
    {
      name: 'T52 an issuer whose key is not for certificates is refused',
      request: under(member(crlOnly), [crlOnly]),
      reason: 'key-usage',
    },
  ]
}

function depth(): Attack[] {
  const zero = intermediate(anchor, '路径长度零', { pathLength: 0 })
  const belowZero = intermediate(zero, '下级')
  const one = intermediate(anchor, '路径长度一', { pathLength: 1 })
  const belowOne = intermediate(one, '下级一')
  const belowTwo = intermediate(belowOne, '下级二')
  const renewed = intermediate(zero, '路径长度零', { pathLength: 0, key: keyNamed('新密钥') })
  const shallow = root('浅根证书', { pathLength: 0 })
  const belowShallow = intermediate(shallow, '浅根下级')
  return [
    {
      name: 'T51 a CA below path length 0 is refused',
      request: under(member(belowZero), [zero, belowZero]),
      reason: 'path-length',
    },
    { name: 'T51 a CA within path length 1 is accepted', request: under(member(belowOne), [one, belowOne]) },
    {
      name: 'T51 a second CA below path length 1 is refused',
      request: under(member(belowTwo), [one, belowOne, belowTwo]),
      reason: 'path-length',
    },
    {
      name: 'T51 a self-issued certificate does not count as a CA below',
      request: under(member(renewed), [zero, renewed]),
    },
    {
      name: 'T51 the path length of the root counts',
      request: under(member(belowShallow), [belowShallow], [shallow]),
      reason: 'path-length',
    },
  ]
}

function purposes(): Attack[] {
  const usable = (...oids: string[]): Certificate => member(issuer, { extensions: [extKeyUsage(...oids)] })
  const channel = member(issuer, { use: 'tls', dnsNames: ['localhost'] })
  const webOnly = intermediate(anchor, '只限服务器', { extensions: [extKeyUsage(keyPurposes.serverAuth)] })
  const encipher = member(issuer, { extensions: [keyUsage('keyEncipherment')] })
  const opensslDiffers = 'No purpose of OpenSSL is that of messages.'
  const refused = { reason: 'extended-key-usage', opensslDiffers } as const
  return [
    { name: 'T53 documentSigning may sign messages', request: under(usable(keyPurposes.documentSigning)) },
    { name: 'T53 emailProtection may sign messages', request: under(usable(keyPurposes.emailProtection)) },
    {
      name: 'T53 clientAuth may not sign messages',
      request: under(usable(keyPurposes.clientAuth)),
      ...refused,
    },
    {
      name: 'T53 a purpose for everything may not sign messages',
      request: under(usable('2.5.29.37.0')),
      ...refused,
    },
    { name: 'T53 a channel certificate may not sign messages', request: under(channel), ...refused },
    {
      name: 'T53 a channel certificate may serve',
      request: under(channel, [issuer], [anchor], 'tls-server'),
    },
    { name: 'T53 a channel certificate may call', request: under(channel, [issuer], [anchor], 'tls-client') },
    {
      name: 'T53 a message certificate for documents may not serve',
      request: under(usable(keyPurposes.documentSigning), [issuer], [anchor], 'tls-server'),
      reason: 'extended-key-usage',
    },
    {
      name: 'T53 an issuer for servers only may not issue for messages',
      request: under(member(webOnly, { extensions: [extKeyUsage(keyPurposes.documentSigning)] }), [webOnly]),
      ...refused,
    },
    {
      name: 'T53 a key that only enciphers may not sign messages',
      request: under(encipher),
      reason: 'key-usage',
      opensslDiffers,
    },
  ]
}

function critical(): Attack[] {
  const unknown = extension('1.2.156.10197.9.9', true, Uint8Array.of(5, 0))
  const harmless = extension('1.2.156.10197.9.9', false, Uint8Array.of(5, 0))
  const odd = intermediate(anchor, '未知扩展', { extensions: [unknown] })
  return [
    {
      name: 'T55 an unknown critical extension of the leaf is refused',
      request: under(member(issuer, { extensions: [unknown] })),
      reason: 'critical-extension',
    },
    {
      name: 'T55 an unknown critical extension of an issuer is refused',
      request: under(member(odd), [odd]),
      reason: 'critical-extension',
    },
    {
      name: 'T55 an unknown extension that is not critical is accepted',
      request: under(member(issuer, { extensions: [harmless] })),
    },
  ]
}

function algorithms(): Attack[] {
  const template = {
    ...span,
    subject: subjectName({ organisation: '弱算法' }),
    publicKey: createPublicKey(keyNamed('member')),
    authority: issuer,
    signingKey: issuer.key,
    extensions: [basicConstraints(false), keyUsage('digitalSignature')],
  }
  const sha1 = new AlgorithmIdentifier({ algorithm: '1.2.840.10045.4.1' })
  const sha384 = new AlgorithmIdentifier({ algorithm: '1.2.840.10045.4.3.3' })
  const short = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey
  const koblitz = generateKeyPairSync('ec', { namedCurve: 'secp256k1' }).publicKey
  const shortIssuer = intermediate(anchor, '短密钥', { key: short })
  return [
    {
      name: 'T56 a signature with SHA-1 is refused',
      request: under(forge(template, { inner: sha1, digest: 'sha1' })),
      reason: 'algorithm',
    },
    {
      name: 'T56 a key of RSA-1024 is refused',
      request: under(member(issuer, { publicKey: createPublicKey(short) })),
      reason: 'algorithm',
    },
    {
      name: 'T56 an issuer with RSA-1024 is refused',
      request: under(member(shortIssuer), [shortIssuer]),
      reason: 'algorithm',
    },
    {
      name: 'T56 a curve that is not allowed is refused',
      request: under(member(issuer, { publicKey: koblitz })),
      reason: 'algorithm',
      opensslDiffers: 'OpenSSL takes every curve it knows.',
    },
    {
      name: 'T56 an outer algorithm other than the signed one is refused',
      request: under(forge(template, { outer: sha384 })),
      reason: 'algorithm',
    },
  ]
}

function cycles(): Attack[] {
  const first = root('循环甲')
  const second = root('循环乙')
  const crossFirst = intermediate(second, '循环甲')
  const crossSecond = intermediate(first, '循环乙')
  const leaf = member(first)
  const impostor = root('循环乙', { key: keyNamed('冒名') })
  return [
    {
      name: 'T57 issuers in a circle without an anchor are refused',
      request: under(leaf, [crossFirst, crossSecond]),
      reason: 'no-path',
    },
    {
      name: 'T57 a circle that only looks as if it led to an anchor is refused',
      request: under(leaf, [crossFirst, crossSecond], [impostor]),
      reason: 'signature',
    },
    {
      name: 'T57 a circle with an anchor in it is accepted',
      request: under(leaf, [crossFirst, crossSecond], [second]),
    },
    explosion('T58 sixty CAs of one name that certify each other are refused', 60),
    hiddenPath(),
  ]
}

/** Every CA has the same name; each key is certified by the next, and none by the anchor of that name. */
function explosion(name: string, size: number): Attack {
  const authorities = Array.from({ length: size }, (_, at) =>
    root('同名机构', { key: keyNamed(`同名${at}`) }),
  )
  const mesh = authorities.flatMap((authority, at) =>
    [1, 2, 3].map((step) =>
      intermediate(authority, '同名机构', { key: keyNamed(`同名${(at + step) % size}`) }),
    ),
  )
  const stranger = root('同名机构', { key: keyNamed('同名锚') })
  return {
    name,
    request: under(member(mesh[0] ?? stranger), mesh, [stranger]),
    reason: 'budget',
  }
}

/** The key identifiers lead through a crowd of the same name. */
function hiddenPath(): Attack {
  const crowd = Array.from({ length: 60 }, (_, at) =>
    intermediate(anchor, '众多机构', { key: keyNamed(`众${at}`) }),
  )
  const [, , , right = issuer] = crowd
  return {
    name: 'T58 the right one of sixty CAs of one name is found',
    request: under(member(right), crowd),
  }
}

function crossSigning(): Attack[] {
  const oldRoot = root('旧根证书', past)
  const key = keyNamed('交叉签发')
  const expired = intermediate(oldRoot, '交叉签发', { key, ...past })
  const valid = intermediate(anchor, '交叉签发', { key })
  const leaf = member(valid)
  return [
    {
      name: 'T64 an expired branch does not spoil the valid one',
      request: under(leaf, [expired, valid], [oldRoot, anchor]),
    },
    {
      name: 'T64 an expired branch alone is refused',
      request: under(leaf, [expired], [oldRoot]),
      reason: 'expired',
    },
  ]
}

function rollover(): Attack[] {
  const before = intermediate(anchor, '轮换机构', { key: keyNamed('轮换旧') })
  const after = intermediate(anchor, '轮换机构', { key: keyNamed('轮换新') })
  const bridge = intermediate(before, '轮换机构', { key: keyNamed('轮换新') })
  const publicKey = createPublicKey(keyNamed('轮换新'))
  const unbound = forge({
    ...span,
    subject: subjectName({ organisation: '未绑定' }),
    publicKey,
    authority: { certificate: before.certificate, key: after.key },
    signingKey: after.key,
    extensions: [basicConstraints(false), keyUsage('digitalSignature'), subjectKeyIdentifier(publicKey)],
  })
  return [
    {
      name: 'T66 during the overlap a leaf of the old key is accepted',
      request: under(member(before), [after, before]),
    },
    {
      name: 'T66 during the overlap a leaf of the new key is accepted',
      request: under(member(after), [before, after]),
    },
    {
      name: 'T66 a new key is reached through the old one that certifies it',
      request: under(member(bridge), [before, bridge]),
    },
    {
      name: 'T66 a leaf of the new key under the old certificate only is refused',
      request: under(member(after), [before]),
      reason: 'signature',
    },
    {
      name: 'T66 a leaf that names the old key and is signed by the new one is refused',
      request: under(unbound, [after, before]),
      reason: 'signature',
    },
  ]
}

/** All of them; made anew on every call. */
export function attacks(): Attack[] {
  return [
    ...validity(),
    ...issuing(),
    ...depth(),
    ...purposes(),
    ...constraintAttacks(anchor, under),
    ...critical(),
    ...algorithms(),
    ...cycles(),
    ...crossSigning(),
    ...rollover(),
  ]
}
