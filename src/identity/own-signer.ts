import type { Config } from '../config/config.ts'
import type { SigningServerConfig } from '../config/signing-key.ts'
import type { Secrets } from '../config/secrets.ts'
import { GatewayError } from '../errors.ts'
import { certificates, type Identity } from './identity.ts'
import { createKeyServer } from '../jws/key-server.ts'
import { createRemoteSigner } from '../jws/remote-signer.ts'
import { createKeySigner, createTokenSigner, type KeySigner, type TokenSigner } from '../jws/signer.ts'
import type { FetchLimits } from '../peers/fetch.ts'
import { type CallService, createService } from '../peers/service.ts'
import { certificateToPem } from '../trust/certificate.ts'
import { keyToPem } from '../trust/keys.ts'

/** Signs in this gateway's name, with a key in memory or in a signing server. */
export interface OwnSigner extends TokenSigner, Disposable {
  /** The key itself, for what is no token. */
  key: KeySigner
  /** Has the signing server sign something of no meaning; absent where there is none. Fails with SIGNER_UNAVAILABLE. */
  probe: (() => Promise<undefined>) | undefined
}

/** How long one signature may take, and how large the answer with it may be. */
const defaultLimits: FetchLimits = { timeoutMs: 3_000, maxBytes: 16 * 1024 }

/** White space keeps it apart from every signing input of a JWS. */
const nothing = Buffer.from('gateway readiness probe')

/** Fails with KEY_UNUSABLE for a kind of key that signs no message. */
export function createOwnSigner(
  config: Config,
  secrets: Secrets,
  identity: Identity,
  limits: FetchLimits = defaultLimits,
): OwnSigner {
  const signer = openOwnKey(config, secrets, identity, limits)
  const { leaf, chain } = identity.sign
  const certificate = { thumbprint: leaf.thumbprint, chain: chain.map(({ der }) => der) }
  return {
    key: signer,
    sign: createTokenSigner(signer, certificate).sign,
    probe: config.keys.sign.server && (async () => void (await signer.sign(nothing))),
    [Symbol.dispose]: () => signer[Symbol.dispose](),
  }
}

/** The signing key itself, for what is no token. Fails with KEY_UNUSABLE for a kind of key that signs no message. */
export function openOwnKey(
  config: Config,
  secrets: Secrets,
  identity: Identity,
  limits: FetchLimits = defaultLimits,
): KeySigner & Disposable {
  const { server } = config.keys.sign
  const service = server && openService(server, secrets, identity, limits)
  const signer = server && service ? remote(server, service, identity) : inMemory(identity)
  return {
    algorithm: signer.algorithm,
    sign: (bytes) => signer.sign(bytes),
    [Symbol.dispose]: () => service?.[Symbol.dispose](),
  }
}

function inMemory({ sign: { key } }: Identity): KeySigner {
  if (key) return createKeySigner(key)
  throw new GatewayError('KEY_UNUSABLE', { where: 'keys.sign', detail: '没有密钥 there is no key' })
}

function remote({ keyId }: SigningServerConfig, call: CallService, { sign }: Identity): KeySigner {
  return createRemoteSigner(createKeyServer(call, keyId), sign.leaf.publicKey)
}

/** We show the certificate of our channels. */
function openService(
  { url, anchors }: SigningServerConfig,
  { signToken }: Secrets,
  { tls }: Identity,
  limits: FetchLimits,
): CallService & Disposable {
  const access = {
    url,
    anchors: certificates(anchors).map(certificateToPem).join(''),
    key: keyToPem(tls.key),
    certificate: tls.chain.map(certificateToPem).join(''),
    token: signToken,
  }
  return createService(access, limits)
}
