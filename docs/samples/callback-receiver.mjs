// Receives callbacks (回调) of a gateway with nothing but Node (20 or later): verifies each one and takes it once.
//   node docs/samples/callback-receiver.mjs [sandbox folder] [member] [client's name] [port] [how many, then it ends]
import { createHash, verify, X509Certificate } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:https'

const [folder = '.sandbox', member = '320101000000000', client = 'desk', port = '19499', times = 'Infinity'] =
  process.argv.slice(2)
const stop = (why) => {
  process.stderr.write(`${why}\n`)
  process.exit(1)
}
if (!existsSync(`${folder}/directory.jws`)) stop(`${folder} 中没有沙箱 no sandbox in ${folder}: npm start`)
const keys = (name) => readFileSync(`${folder}/members/${member}/keys/${name}`)
const parsed = (part) => JSON.parse(Buffer.from(part, 'base64url').toString())
const sha256 = (bytes) => createHash('sha256').update(bytes).digest('base64url')

// Whom we believe: the signing certificates of our own gateway, handed over once. While it changes its key there are two.
const signers = [new X509Certificate(keys('sign.crt.pem'))]
// In earnest a table with a unique key, written in the transaction that takes the callback: a restart must not forget.
const taken = new Set()

/** What the callback says, if our gateway signed it for us a moment ago. */
function verified(body) {
  const [head, payload, signature] = body.split('.')
  const { alg, typ, 'x5t#S256': thumbprint } = parsed(head)
  const signer = signers.find(({ raw }) => sha256(raw) === thumbprint)
  // ES256: r and s side by side, 64 bytes, not DER. A key of another kind needs the algorithm of its own.
  if (alg !== 'ES256' || typ !== 'hpf-callback+jws' || !signer) throw new Error('not of our gateway')
  const key = { key: signer.publicKey, dsaEncoding: 'ieee-p1363' }
  if (!verify('sha256', Buffer.from(`${head}.${payload}`), key, Buffer.from(signature, 'base64url')))
    throw new Error('the signature does not hold')
  const said = parsed(payload)
  if (said.iss !== member || said.aud !== client) throw new Error('for somebody else')
  if (Math.abs(Date.now() / 1000 - said.iat) > 300) throw new Error('not of now')
  return said
}

async function receive(request, response) {
  try {
    const chunks = []
    for await (const chunk of request) {
      chunks.push(chunk)
      if (chunks.length > 1000) throw new Error('too long')
    }
    const said = verified(Buffer.concat(chunks).toString())
    // A try that we took may be repeated, as when our answer was lost; say yes again, and do nothing.
    const again = taken.has(said.id)
    taken.add(said.id)
    const states = said.centres.map(({ centre, state }) => `${centre} ${state}`).join(', ')
    process.stdout.write(`${again ? 'again' : 'taken'}: ${said.event}, ${states}\n`)
    process.stdout.write(`  job ${said.job}, delivery ${said.id}\n`)
    // Nothing of a person is in it: now get the job, GET /office/v1/jobs/{job}.
    response.writeHead(204).end()
    if (taken.size >= Number(times)) server.close()
  } catch (error) {
    process.stdout.write(`refused: ${error.message}\n`)
    response.writeHead(400).end()
  }
}

// The certificate that the gateway expects, by the anchors configured for this place; here the sandbox's own.
const server = createServer({ key: keys('tls.key.pem'), cert: keys('tls.crt.pem') }, receive)
server.listen(Number(port), '127.0.0.1', () => {
  process.stdout.write(`waiting at https://127.0.0.1:${server.address().port}/\n`)
})
