import { generateKeyPairSync, randomInt, randomUUID } from 'node:crypto'

/** What a simulated centre gave out to the hub, made on the spot: by the names of its dialect's settings. */
export interface Credentials {
  transport: 'http' | 'tcp'
  settings: Record<string, string>
  secrets: Record<string, string>
  /** What only the centre's own side has, such as its private key. */
  ownSide: Record<string, string>
}

type MakeCredentials = (division: string) => Partial<Credentials>

const makers: Readonly<Record<string, MakeCredentials>> = {
  antchain: (division) => ({
    settings: {
      userIdentity: '12310000MTEXT0018R',
      userName: '长三角枢纽',
      providerId: `PF${division}`,
      zjbzxbm: `C${division.slice(0, 5)}`,
    },
    secrets: { accessToken: randomText(40) },
  }),
  'bank-fen': () => ({ settings: { paasid: 'delta-hub' }, secrets: { token: randomText(32) } }),
  'bsp-tags': (division) => ({
    transport: 'tcp',
    settings: { channel: '31', centreId: `${division}00`, branchId: `${division}01` },
  }),
  epoint: () => ({ secrets: { token: randomText(32) } }),
  huidao: () => ({ settings: { appid: 'delta-hub' }, secrets: { appKey: randomUUID() } }),
  settlement: (division) => ({
    transport: 'tcp',
    settings: { node: `C${division.slice(0, 5)}` },
    secrets: { nodeKey: randomText(16) },
  }),
  shineyue: (division) => ({
    // Two letters of the environment behind the code proper
    settings: { appid: 'delta-hub', zjbzxbm: `C${division.slice(0, 5)}CS` },
    secrets: { sign: randomText(32) },
  }),
  // Nothing is given out; the two centres that speak it write their values differently
  'suzhou-query': (division) => ({ ownSide: { values: division === '340600' ? 'texts' : 'numbers' } }),
  ybmap: (division) => {
    const { publicKey, privateKey } = rsaPair()
    return {
      settings: {
        centreId: `${division}00`,
        branchId: `${division}01`,
        channel: '40',
        clientIp: '127.0.0.1',
        appid: 'delta-hub',
      },
      secrets: {
        appkey: randomText(32),
        appToken: randomText(32),
        aesKey: randomText(16),
        signingKey: privateKey,
      },
      // The hub makes its pair itself, and gives the centre one half
      ownSide: { callerPublicKey: publicKey },
    }
  },
  'yrd-hub': () => {
    const [hub, caller] = [rsaPair(), rsaPair()]
    return {
      settings: { jgh: '310000100000000', hubPublicKey: hub.publicKey },
      secrets: { privateKey: caller.privateKey },
      ownSide: { hubPrivateKey: hub.privateKey, callerPublicKey: caller.publicKey },
    }
  },
}

/** `centre` by its code, 15 digits. */
export function credentialsOf(dialect: string, centre: string): Credentials {
  const make = makers[dialect]
  return { transport: 'http', settings: {}, secrets: {}, ownSide: {}, ...make?.(centre.slice(0, 6)) }
}

const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789'

function randomText(length: number): string {
  return Array.from({ length }, () => letters.charAt(randomInt(letters.length))).join('')
}

/** In PEM. */
function rsaPair(): { publicKey: string; privateKey: string } {
  return generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
}
