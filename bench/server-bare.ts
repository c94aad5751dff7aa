import { createPublicKey, sign, verify } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { readKey } from '../src/trust/keys.ts'
import { attend, listen, readSetting } from './served.ts'

// (a) The floor: node's own server that verifies a token and signs one of the gateway's size. It reads and keeps nothing.

const setting = readSetting()
const publicKey = createPublicKey(readFileSync(setting.askerCertificate))
const privateKey = readKey(readFileSync(setting.files.signKey, 'utf8'))
const encoding = { dsaEncoding: 'ieee-p1363' } as const
const header = Buffer.from('{"alg":"ES256"}').toString('base64url')
const payload = Buffer.alloc(Math.round((setting.answerBytes - header.length - 88) * 0.75), 'answer ')

function answerTo(token: string): string | undefined {
  const end = token.lastIndexOf('.')
  const signature = Buffer.from(token.slice(end + 1), 'base64url')
  const signed = Buffer.from(token.slice(0, end))
  if (!verify('sha256', signed, { key: publicKey, ...encoding }, signature)) return undefined
  const input = `${header}.${payload.toString('base64url')}`
  return `${input}.${sign('sha256', Buffer.from(input), { key: privateKey, ...encoding }).toString('base64url')}`
}

function serve(request: IncomingMessage, response: ServerResponse): void {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    const answer = answerTo(Buffer.concat(chunks).toString())
    response.writeHead(answer === undefined ? 401 : 200, {
      'content-type': 'application/jose',
      'content-length': answer?.length ?? 0,
    })
    response.end(answer)
  })
}

const listener = await listen(serve, setting)
attend(listener.port, () => listener.stop(0))
