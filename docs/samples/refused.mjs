// Wrong requests, and how a sandbox explains each: one thing is spoilt at a time.
//   node docs/samples/refused.mjs [sandbox folder]
import { createHash, randomBytes, sign, X509Certificate } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { request } from 'node:https'

const [folder = '.sandbox'] = process.argv.slice(2)
const stop = (why) => {
  process.stderr.write(`${why}\n`)
  process.exit(1)
}
if (!existsSync(`${folder}/directory.jws`)) stop(`${folder} 中没有沙箱 no sandbox in ${folder}: npm start`)
const silent = `${folder} 中的沙箱没有运行 the sandbox in ${folder} is not running: npm start`
const unreachable = ({ code, message }) => stop(code === 'ECONNREFUSED' ? silent : message)
const [from, to, other] = ['320101000000000', '310000000000000', '340100000000000']
const file = (name) => readFileSync(`${folder}/${name}`, 'utf8')
const base64url = (value) => Buffer.from(JSON.stringify(value)).toString('base64url')
const parsed = (part) => JSON.parse(Buffer.from(part, 'base64url').toString())
const certificate = new X509Certificate(file(`members/${from}/keys/sign.crt.pem`))
const thumbprint = createHash('sha256').update(certificate.raw).digest('base64url')
const { endpoints } = parsed(file('directory.jws').split('.')[1]).members.find(({ code }) => code === to)
const now = Math.floor(Date.now() / 1000)

function newId() {
  const hex = Date.now().toString(16).padStart(12, '0') + randomBytes(10).toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

function ping(changes = {}, header = {}) {
  const body = { nonce: 'refused' }
  const claims = {
    version: '1',
    iss: from,
    aud: to,
    service: 'gateway.ping',
    jti: newId(),
    iat: now,
    exp: now + 60,
    body,
  }
  const head = { alg: 'ES256', typ: 'hpf-request+jws', 'x5t#S256': thumbprint, ...header }
  const input = `${base64url(head)}.${base64url({ ...claims, ...changes })}`
  const key = { key: file(`members/${from}/keys/sign.key.pem`), dsaEncoding: 'ieee-p1363' }
  return `${input}.${sign('sha256', Buffer.from(input), key).toString('base64url')}`
}

async function post(token, channel = from) {
  const keys = `members/${channel}/keys`
  const tls = {
    key: file(`${keys}/tls.key.pem`),
    cert: file(`${keys}/tls.crt.pem`),
    ca: file('trust/anchors.pem'),
  }
  const headers = { 'content-type': 'application/jose' }
  const response = await new Promise((resolve) => {
    const call = request(
      `${endpoints[0]}/exchange/v1/gateway.ping`,
      { method: 'POST', headers, ...tls },
      resolve,
    )
    call.on('error', unreachable).end(token)
  })
  const answer = Buffer.concat(await response.toArray()).toString()
  return answer.startsWith('{') ? JSON.parse(answer) : parsed(answer.split('.')[1]).problem
}

const good = ping()
const flipped = good.replace(/.$/, (last) => (last === 'A' ? 'Q' : 'A'))
const used = newId()
await post(ping({ jti: used }))

for (const [what, problem] of [
  ['one character of the signature changed', await post(flipped)],
  ['padding after the signature', await post(`${good}=`)],
  ['a header member too many', await post(ping({}, { kid: 'mine' }))],
  ['sent over another member’s channel', await post(good, other)],
  ['signed ten minutes early', await post(ping({ iat: now - 600 }))],
  ['addressed to another centre', await post(ping({ aud: other }))],
  ['the same jti, other bytes', await post(ping({ jti: used, body: { nonce: 'changed' } }))],
]) {
  const told = problem.diagnosis ?? problem
  const skew = problem.skewSeconds === undefined ? '' : `, ${problem.skewSeconds} s`
  process.stdout.write(`${what}\n  ${problem.status} ${problem.code}: ${told.code} at ${told.where}${skew}\n`)
}
