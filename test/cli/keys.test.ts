import { createPrivateKey, createPublicKey } from 'node:crypto'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { certificatesFromPem } from '../../src/trust/certificate.ts'
import { readCsr } from '../../src/trust/csr.ts'
import { newKey } from '../../src/trust/keys.ts'
import { gateway } from '../support/cli.ts'
import { main, run, support } from '../support/process.ts'

const folder = mkdtempSync(join(tmpdir(), 'keys-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

let out = ''
let n = 0
beforeEach(() => {
  out = join(folder, String((n += 1)))
})

const text = (path: string) => readFileSync(path, 'utf8')
const mode = (path: string) => statSync(path).mode & 0o777

describe('keys new', () => {
  test.each([
    ['sign', 'P-256', 'prime256v1'],
    ['sign', 'Ed25519', 'ed25519'],
    ['sign', 'RSA-3072', 'rsa'],
    ['sign', 'P-384', 'secp384r1'],
    ['tls', 'P-384', 'secp384r1'],
  ])('makes a %s key of type %s that only its owner can read', async (use, type, kind) => {
    const { code } = await gateway(['keys', 'new', '--use', use, '--type', type, '--out', out])
    expect(code).toBe(0)
    const file = join(out, `${use}.key.pem`)
    const key = createPrivateKey(text(file))
    expect(key.asymmetricKeyDetails?.namedCurve ?? key.asymmetricKeyType).toBe(kind)
    expect(mode(file)).toBe(0o600)
  })

  test('overwrites nothing', async () => {
    await gateway(['keys', 'new', '--use', 'sign', '--out', out])
    const before = text(join(out, 'sign.key.pem'))
    const again = await gateway(['keys', 'new', '--use', 'sign', '--out', out, '--json'])
    expect(again.code).toBe(1)
    expect(again.json()).toMatchObject({ code: 'FILE_EXISTS', where: join(out, 'sign.key.pem') })
    expect(text(join(out, 'sign.key.pem'))).toBe(before)
  })

  test('encrypts with the passphrase of the environment, and shows it nowhere', async () => {
    const keyPassphrase = 'correct horse'
    const ran = await gateway(['keys', 'new', '--use', 'tls', '--out', out], {
      environment: { keyPassphrase },
    })
    const pem = text(join(out, 'tls.key.pem'))
    expect(pem).toContain('BEGIN ENCRYPTED PRIVATE KEY')
    expect(() => createPrivateKey({ key: pem, passphrase: keyPassphrase })).not.toThrow()
    expect(ran.out + ran.err).not.toContain(keyPassphrase)
    expect(ran.out).toContain('encrypted')
  })

  test('says what to do next', async () => {
    expect((await gateway(['keys', 'new', '--use', 'tls', '--out', out])).out).toContain('gateway keys csr')
  })
})

describe('keys csr', () => {
  const names = ['--organisation', '南京住房公积金管理中心', '--member', '320100000000000']

  async function csr(use: string, ...more: string[]) {
    await gateway(['keys', 'new', '--use', use, '--out', out])
    const file = join(out, 'request.pem')
    const key = join(out, `${use}.key.pem`)
    const ran = await gateway(['keys', 'csr', '--key', key, '--use', use, ...names, '--out', file, ...more])
    return { ...ran, file, key }
  }

  test('makes a request with the Chinese name and the member code, signed with the key', async () => {
    const { code, file, key } = await csr('sign')
    expect(code).toBe(0)
    const { subject, publicKey } = readCsr(text(file))
    expect(subject.text).toContain('南京住房公积金管理中心')
    expect(subject.text).toContain('320100000000000')
    expect(publicKey.equals(createPublicKey(text(key)))).toBe(true)
  })

  test('takes host names and addresses for a channel', async () => {
    expect(
      (await csr('tls', '--dns', 'a.example.cn', '--dns', 'b.example.cn', '--ip', '10.0.0.1')).code,
    ).toBe(0)
  })

  test.each([
    ['a channel for no host', 'tls', []],
    ['a signing certificate for a host', 'sign', ['--dns', 'a.example.cn']],
    ['something that is no host name', 'tls', ['--dns', 'a b']],
    ['an address as a host name', 'tls', ['--dns', '10.0.0.1']],
    ['something that is no address', 'tls', ['--ip', '10.0.0']],
  ])('refuses %s', async (_, use, more) => {
    const { code, file } = await csr(use, ...more)
    expect(code).toBe(2)
    expect(existsSync(file)).toBe(false)
  })

  test('refuses a member code that is none', async () => {
    const ran = await gateway([
      'keys',
      'csr',
      '--key',
      'x',
      '--use',
      'sign',
      '--organisation',
      'x',
      '--member',
      '12',
      '--out',
      out,
    ])
    expect(ran.code).toBe(2)
    expect(ran.err).toContain('--member')
  })

  test('refuses a key that others can read', async () => {
    const key = join(folder, 'open.pem')
    writeFileSync(key, newKey('P-256').export({ type: 'pkcs8', format: 'pem' }), { mode: 0o644 })
    const ran = await gateway(['keys', 'csr', '--key', key, '--use', 'sign', ...names, '--out', out])
    expect(ran.err).toContain('KEY_UNUSABLE')
    expect(ran.err).toContain('set mode 600')
  })

  test('says that an encrypted key needs its passphrase', async () => {
    await gateway(['keys', 'new', '--use', 'sign', '--out', out], { environment: { keyPassphrase: 'p' } })
    const key = join(out, 'sign.key.pem')
    const ran = await gateway([
      'keys',
      'csr',
      '--key',
      key,
      '--use',
      'sign',
      ...names,
      '--out',
      join(out, 'r'),
    ])
    expect(ran.code).toBe(1)
    expect(ran.err).toContain('KEY_UNUSABLE')
    expect(ran.err).toContain(key)
  })
})

describe('keys import', () => {
  const passphrase = 'p12 secret'
  const file = join(folder, 'centre.p12')
  beforeAll(() => run([support('make-p12.ts'), file, passphrase]))

  const importing = (given?: string) =>
    run(
      [main, 'keys', 'import', file, '--use', 'sign', '--out', out],
      given === undefined ? {} : { GATEWAY_KEY_PASSPHRASE: given },
    )

  test('writes the key, encrypted, and the chain, leaf first', async () => {
    const ran = await importing(passphrase)
    expect(ran.code).toBe(0)
    expect(mode(join(out, 'sign.key.pem'))).toBe(0o600)
    const key = createPrivateKey({ key: text(join(out, 'sign.key.pem')), passphrase })
    const chain = text(join(out, 'sign.crt.pem'))
    expect(chain).toBe(text(`${file}.pem`))
    expect(certificatesFromPem(chain)[0]?.publicKey.equals(createPublicKey(key))).toBe(true)
    expect(ran.out + ran.err).not.toContain(passphrase)
  })

  test('says that the passphrase is wrong', async () => {
    const { code, err } = await importing('other')
    expect([code, err]).toEqual([1, expect.stringContaining('passphrase does not open')])
    expect(existsSync(out)).toBe(false)
  })

  test('says that the passphrase is missing', async () => {
    const { code, err } = await importing()
    expect([code, err]).toEqual([2, expect.stringContaining('GATEWAY_KEY_PASSPHRASE')])
  })
})

describe('keys export', () => {
  const passphrase = 'p12 secret'

  /** A key pair as members have it, with a Chinese name. */
  async function pair(type: 'P-256' | 'RSA-2048'): Promise<{ key: string; certificate: string }> {
    await run([support('make-p12.ts'), join(out, 'x.p12'), passphrase, type])
    const key = join(out, 'x.key.pem')
    const certificate = join(out, 'x.p12.pem')
    return { key, certificate }
  }

  const exporting = (files: { key: string; certificate: string }, more: string[] = [], given = passphrase) =>
    run(
      [main, 'keys', 'export', '--key', files.key, '--certificate', files.certificate, ...more],
      given === '' ? {} : { GATEWAY_KEY_PASSPHRASE: given },
    )

  test.each(['P-256', 'RSA-2048'] as const)(
    'what is exported, %s, is imported again, with chain and Chinese name',
    async (type) => {
      mkdirSync(out)
      const files = await pair(type)
      const p12 = join(out, 'centre.p12')
      const ran = await exporting(files, ['--out', p12, '--json'])
      expect([ran.code, ran.err]).toEqual([0, ''])
      expect(mode(p12)).toBe(0o600)
      expect(ran.out).toContain('"friendlyName": "中心"')
      expect(ran.out + ran.err).not.toContain(passphrase)
      const back = join(out, 'back')
      const imported = await run([main, 'keys', 'import', p12, '--use', 'sign', '--out', back], {
        GATEWAY_KEY_PASSPHRASE: passphrase,
      })
      expect([imported.code, imported.err]).toEqual([0, ''])
      expect(text(join(back, 'sign.crt.pem'))).toBe(text(files.certificate))
      const key = createPrivateKey({ key: text(join(back, 'sign.key.pem')), passphrase })
      expect(key.equals(createPrivateKey(text(files.key)))).toBe(true)
      expect((await exporting(files, ['--out', p12])).err).toContain('FILE_EXISTS')
    },
  )

  test('as PKCS#8 the key is encrypted, too', async () => {
    mkdirSync(out)
    const files = await pair('P-256')
    const file = join(out, 'key.pem')
    expect((await exporting(files, ['--out', file, '--format', 'pkcs8'])).code).toBe(0)
    expect(text(file)).toContain('BEGIN ENCRYPTED PRIVATE KEY')
    expect(createPrivateKey({ key: text(file), passphrase }).equals(createPrivateKey(text(files.key)))).toBe(
      true,
    )
  })

  test('nothing is exported without a passphrase, or with a certificate of another key', async () => {
    mkdirSync(out)
    const files = await pair('P-256')
    const file = join(out, 'centre.p12')
    const without = await exporting(files, ['--out', file], '')
    expect([without.code, without.err]).toEqual([2, expect.stringContaining('GATEWAY_KEY_PASSPHRASE')])
    writeFileSync(join(out, 'other.pem'), newKey('P-256').export({ type: 'pkcs8', format: 'pem' }), {
      mode: 0o600,
    })
    const other = await exporting({ ...files, key: join(out, 'other.pem') }, ['--out', file])
    expect([other.code, other.err]).toEqual([1, expect.stringContaining('does not belong to')])
    expect(existsSync(file)).toBe(false)
  })
})

describe('a file with a key that others could have touched is refused', () => {
  test('a .p12 file that others can read', async () => {
    mkdirSync(out)
    const file = join(out, 'open.p12')
    writeFileSync(file, 'x', { mode: 0o644 })
    const { code, err } = await gateway(['keys', 'import', file, '--use', 'sign', '--out', join(out, 'k')], {
      environment: { keyPassphrase: 'p' },
    })
    expect([code, err]).toEqual([1, expect.stringContaining('others can read it; set mode 600')])
  })

  test('a key in a folder that others can write to', async () => {
    await gateway(['keys', 'new', '--use', 'sign', '--out', out])
    const key = join(out, 'sign.key.pem')
    const names = ['--organisation', '中心', '--member', '320100000000000']
    const csr = () =>
      gateway(['keys', 'csr', '--key', key, '--use', 'sign', ...names, '--out', join(out, 'r')])
    for (const open of [0o770, 0o707, 0o777]) {
      chmodSync(out, open)
      const { code, err } = await csr()
      expect([code, err]).toEqual([1, expect.stringContaining('others can write to it; set mode 700')])
    }
    chmodSync(out, 0o1777)
    expect((await csr()).code).toBe(0)
  })

  test('folders that are made for keys are their owner’s only', async () => {
    const umask = process.umask(0o002)
    try {
      await gateway(['keys', 'new', '--use', 'sign', '--out', join(out, 'a', 'b')])
    } finally {
      process.umask(umask)
    }
    expect(mode(join(out, 'a', 'b'))).toBe(0o700)
  })
})

test('keys store makes 32 random bytes in base64 that only their owner can read', async () => {
  const { code } = await gateway(['keys', 'store', '--out', out])
  expect(code).toBe(0)
  expect(Buffer.from(text(out), 'base64')).toHaveLength(32)
  expect(mode(out)).toBe(0o600)
  expect((await gateway(['keys', 'store', '--out', out])).code).toBe(1)
})
