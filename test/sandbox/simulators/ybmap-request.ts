import { createCipheriv, createHash, generateKeyPairSync, sign } from 'node:crypto'

const { publicKey, privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 1024,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
})

/** What both sides of a YBMAP have; signingKey is the caller's, callerPublicKey the centre's. */
export const ybmapSettings = {
  centreId: '00057400',
  branchId: '05740008',
  channel: '40',
  clientIp: '127.0.0.1',
  appid: 'gateway',
  appkey: 'TEST-APPKEY-0001',
  appToken: 'TEST-TOKEN-0001',
  aesKey: '0123456789abcdef',
  signingKey: privateKey,
  callerPublicKey: publicKey,
}

type Fields = Record<string, string>

/** Base64 of AES-ECB. */
export function encrypted(text: string, key = ybmapSettings.aesKey): string {
  const cipher = createCipheriv('aes-128-ecb', key, null)
  return cipher.update(text, 'utf8', 'base64') + cipher.final('base64')
}

/** The form about somebody whose account is there. */
export function ybmapForm(more: Fields = {}): Fields {
  const { centreId, branchId, channel, clientIp, appid, appkey, appToken } = ybmapSettings
  const number = '310101190001010011'
  return {
    centerId: centreId,
    userId: encrypted(number),
    userIdType: encrypted('10'),
    deviceType: '3',
    buzType: '5498',
    channel,
    appid: encrypted(appid),
    appkey: encrypted(appkey),
    appToken: encrypted(appToken),
    clientIp: encrypted(clientIp),
    brcCode: branchId,
    ybmapMessage: JSON.stringify({
      accname: '沈清和',
      certinum: number,
      projectname: '上海市公积金管理中心',
    }),
    ...more,
  }
}

/** The headers of a form: which fields are signed, and the signature. */
export function ybmapHeaders(form: Fields, key = privateKey): Fields {
  const text = Object.entries(form).map(([name, value]) => `${name}=${value}`)
  const digest = createHash('md5').update(text.join('&')).digest('hex')
  return {
    headpara: Object.keys(form).join(),
    headparaMD5: sign('sha1', Buffer.from(digest), key).toString('base64'),
  }
}
