// A first signed request by hand: gateway.ping from one sandbox member to another, with nothing but Node (20 or later).
//   node docs/samples/first-request.mjs [sandbox folder] [asking member] [centre to ask]
import { createHash, randomBytes, sign, verify, X509Certificate } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { request } from 'node:https'

const [folder = '.sandbox', from = '320101000000000', to = '310000000000000'] = process.argv.slice(2)
const stop = (why) => {
  process.stderr.write(`${why}\n`)
  process.exit(1)
}
if (!existsSync(`${folder}/directory.jws`)) stop(`${folder} 中没有沙箱 no sandbox in ${folder}: npm start`)
const silent = `${folder} 中的沙箱没有运行 the sandbox in ${folder} is not running: npm start`
const unreachable = ({ code, message }) => stop(code === 'ECONNREFUSED' ? silent : message)
const file = (name) => readFileSync(`${folder}/${name}`, 'utf8')
const keys = (name) => file(`members/${from}/keys/${name}`)
const base64url = (value) => Buffer.from(JSON.stringify(value)).toString('base64url')
const parsed = (part) => JSON.parse(Buffer.from(part, 'base64url').toString())
const sha256 = (bytes) => createHash('sha256').update(bytes).digest('base64url')
// ES256 is ECDSA on P-256 with SHA-256; a JWS carries r and s side by side, 64 bytes, not DER.
const es256 = (key) => ({ key, dsaEncoding: 'ieee-p1363' })

// UUID version 7: 48 bits of milliseconds, version, random, variant, random.
const hex = Date.now().toString(16).padStart(12, '0') + randomBytes(10).toString('hex')
const jti = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`

// 1. Sign the exact bytes BASE64URL(header) "." BASE64URL(payload).
const certificate = new X509Certificate(keys('sign.crt.pem'))
const now = Math.floor(Date.now() / 1000)
const header = { alg: 'ES256', typ: 'hpf-request+jws', 'x5t#S256': sha256(certificate.raw) }
const payload = {
  version: '1',
  iss: from,
  aud: to,
  service: 'gateway.ping',
  jti,
  iat: now,
  exp: now + 60,
  body: { nonce: randomBytes(12).toString('base64url') },
}
const input = `${base64url(header)}.${base64url(payload)}`
const token = `${input}.${sign('sha256', Buffer.from(input), es256(keys('sign.key.pem'))).toString('base64url')}`

// 2. Post it over TLS 1.3 with the member's TLS certificate, which is another one than the signing certificate.
const directory = parsed(file('directory.jws').split('.')[1])
const centre = directory.members.find(({ code }) => code === to)
const call = request(`${centre.endpoints[0]}/exchange/v1/${payload.service}`, {
  method: 'POST',
  key: keys('tls.key.pem'),
  cert: keys('tls.crt.pem'),
  ca: file('trust/anchors.pem'),
  headers: { 'content-type': 'application/jose' },
})
call.on('response', async (response) => {
  const answer = Buffer.concat(await response.toArray()).toString()
  process.stdout.write(`HTTP ${response.statusCode} ${response.headers['content-type']}\n`)
  if (response.headers['content-type'] !== 'application/jose') throw new Error(answer)

  // 3. Verify: a signing certificate that the directory lists for this centre, the signature, and that it answers this request.
  const [head, body, signature] = answer.split('.')
  const signer = centre.certificates
    .filter(({ use }) => use === 'sign')
    .map(({ chain }) => new X509Certificate(Buffer.from(chain[0], 'base64')))
    .find(({ raw }) => sha256(raw) === parsed(head)['x5t#S256'])
  const signed = Buffer.from(`${head}.${body}`)
  if (!signer || !verify('sha256', signed, es256(signer.publicKey), Buffer.from(signature, 'base64url'))) {
    throw new Error('the answer is not signed by the centre that was asked')
  }
  const said = parsed(body)
  if (said.requestDigest !== sha256(token) || said.inResponseTo !== jti)
    throw new Error('the answer belongs elsewhere')
  process.stdout.write(`${parsed(head).typ}, signature verified\n${JSON.stringify(said, null, 2)}\n`)
})
call.on('error', unreachable)
call.end(token)
