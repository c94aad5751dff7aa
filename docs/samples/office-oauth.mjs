// A centre's own system asks its gateway, known by its key: OAuth 2 client credentials with private_key_jwt. Nothing but Node (20 or later).
//   node docs/samples/office-oauth.mjs [sandbox folder] [member whose gateway is asked]
import { randomUUID, sign } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { request } from 'node:https'

const [folder = '.sandbox', gateway = '320101000000000'] = process.argv.slice(2)
const stop = (why) => {
  process.stderr.write(`${why}\n`)
  process.exit(1)
}
if (!existsSync(`${folder}/directory.jws`)) stop(`${folder} 中没有沙箱 no sandbox in ${folder}: npm start`)
const silent = `${folder} 中的沙箱没有运行 the sandbox in ${folder} is not running: npm start`
const unreachable = ({ code, message }) => stop(code === 'ECONNREFUSED' ? silent : message)
const file = (name) => readFileSync(`${folder}/${name}`, 'utf8')
const base64url = (value) => Buffer.from(JSON.stringify(value)).toString('base64url')

// Where the office listener is, and whom to believe there. No client certificate.
const [, host, port] = /^office:\s+host: (\S+)\s+port: (\d+)/m.exec(file(`members/${gateway}/gateway.yaml`))
const ca = file('trust/anchors.pem')
const call = async (method, path, headers, body) => {
  const response = await new Promise((resolve) =>
    request({ host, port, ca, method, path, headers }, resolve).on('error', unreachable).end(body),
  )
  const answer = JSON.parse(Buffer.concat(await response.toArray()).toString())
  if (response.statusCode >= 400) throw new Error(JSON.stringify(answer))
  return { headers: response.headers, answer }
}

// 1. Sign who you are: iss and sub are the client's name in office.clients, aud is the gateway's issuer identifier, jti is fresh.
const now = Math.floor(Date.now() / 1000)
const header = { alg: 'ES256', kid: '1' }
const claims = {
  iss: 'loan-system',
  sub: 'loan-system',
  aud: `urn:hpf-exchange:office:${gateway}`,
  jti: randomUUID(),
  iat: now,
  exp: now + 60,
}
const input = `${base64url(header)}.${base64url(claims)}`
const key = { key: file(`members/${gateway}/office/loan-system.key.pem`), dsaEncoding: 'ieee-p1363' }
const assertion = `${input}.${sign('sha256', Buffer.from(input), key).toString('base64url')}`

// 2. Get an access token for it. It holds ten minutes: use it again until then.
const form = new URLSearchParams({
  grant_type: 'client_credentials',
  client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
  client_assertion: assertion,
})
const formType = { 'content-type': 'application/x-www-form-urlencoded' }
const { answer: token } = await call('POST', '/office/v1/token', formType, form.toString())
process.stdout.write(`access token for ${token.expires_in} s: ${token.scope}\n`)

// 3. Ask with it.
const authorization = `Bearer ${token.access_token}`
const { headers, answer } = await call('GET', '/office/v1/centres', { authorization })
for (const { code, name } of answer.centres) process.stdout.write(`${code} ${name}\n`)
process.stdout.write(`${headers['ratelimit-policy']} ${headers.ratelimit}\n`)
