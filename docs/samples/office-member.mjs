// A member of the directory, here the portal, asks through another member's gateway: it signs every request. Nothing but Node (20 or later).
//   node docs/samples/office-member.mjs [sandbox folder] [member that asks] [member whose gateway is asked]
import { createHash, randomBytes, sign, X509Certificate } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { request } from 'node:https'

const [folder = '.sandbox', from = '310000000', gateway = '320101000000000'] = process.argv.slice(2)
const stop = (why) => {
  process.stderr.write(`${why}\n`)
  process.exit(1)
}
if (!existsSync(`${folder}/directory.jws`)) stop(`${folder} 中没有沙箱 no sandbox in ${folder}: npm start`)
const silent = `${folder} 中的沙箱没有运行 the sandbox in ${folder} is not running: npm start`
const unreachable = ({ code, message }) => stop(code === 'ECONNREFUSED' ? silent : message)
const file = (name) => readFileSync(`${folder}/${name}`, 'utf8')
const base64url = (value) => Buffer.from(JSON.stringify(value)).toString('base64url')
const sha256 = (bytes) => createHash('sha256').update(bytes).digest('base64url')
const certificate = new X509Certificate(file(`members/${from}/keys/sign.crt.pem`))
const key = { key: file(`members/${from}/keys/sign.key.pem`), dsaEncoding: 'ieee-p1363' }

// UUID version 7: 48 bits of milliseconds, version, random, variant, random.
const newId = () => {
  const hex = Date.now().toString(16).padStart(12, '0') + randomBytes(10).toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

// Signed are method, path with query and body, each time anew: a jti is taken once.
const authorization = (method, path, body) => {
  const now = Math.floor(Date.now() / 1000)
  const header = { alg: 'ES256', typ: 'hpf-office-request+jws', 'x5t#S256': sha256(certificate.raw) }
  const payload = {
    version: '1',
    iss: from,
    aud: gateway,
    jti: newId(),
    iat: now,
    exp: now + 60,
    method,
    path,
    bodyDigest: sha256(body),
  }
  const input = `${base64url(header)}.${base64url(payload)}`
  return `HPF-JWS ${input}.${sign('sha256', Buffer.from(input), key).toString('base64url')}`
}

// Where the office listener is, and whom to believe there. No client certificate.
const [, host, port] = /^office:\s+host: (\S+)\s+port: (\d+)/m.exec(file(`members/${gateway}/gateway.yaml`))
const ca = file('trust/anchors.pem')
const call = async (method, path, body = '', headers = {}) => {
  const all = { ...headers, authorization: authorization(method, path, body) }
  const response = await new Promise((resolve) =>
    request({ host, port, ca, method, path, headers: all }, resolve).on('error', unreachable).end(body),
  )
  const answer = JSON.parse(Buffer.concat(await response.toArray()).toString())
  if (response.statusCode >= 400) throw new Error(JSON.stringify(answer))
  return { status: response.statusCode, answer }
}

// 1. Ask two centres about a person of the sandbox, nobody real, and wait up to 20 s for the job to end.
const question = {
  to: ['310000000000000', '330100000000000'],
  service: 'deposit-certificate.issue',
  purpose: 'remote-housing-loan',
  basis: {
    kind: 'consent',
    reference: `SQS-SANDBOX-${randomBytes(6).toString('hex')}`,
    expires: new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10),
    applicationNumber: 'SANDBOX-0001',
  },
  operator: { id: 'portal', terminal: 'web' },
  fields: ['account', 'contribution', 'balance', 'continuity', 'loans'],
  body: {
    person: { name: '沈清和', idType: 'resident-id', idNumber: '310101190001010011' },
    addressee: gateway,
  },
}
const json = { 'content-type': 'application/json', prefer: 'wait=20' }
const { status, answer: job } = await call('POST', '/office/v1/questions', JSON.stringify(question), json)
process.stdout.write(`HTTP ${status} job ${job.state}\n`)
for (const { centre, state } of job.centres) process.stdout.write(`${centre} ${state}\n`)

// 2. Look at it again.
const again = await call('GET', `/office/v1/jobs/${job.id}`)
process.stdout.write(`HTTP ${again.status} job ${again.answer.state}\n`)
