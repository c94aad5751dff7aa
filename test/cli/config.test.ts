import { chmodSync, copyFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createPublicKey, randomBytes } from 'node:crypto'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { sandboxFiles } from '../../src/sandbox/files.ts'
import { openStore } from '../../src/store/store.ts'
import { certificateToPem } from '../../src/trust/certificate.ts'
import { issueMember, issueRoot } from '../../src/trust/issue.ts'
import { keyToPem, newKey } from '../../src/trust/keys.ts'
import { gateway } from '../support/cli.ts'
import { asked, asker, createEvidenceDesk, type EvidenceDesk, madeAt } from '../support/evidence.ts'

const template = createEvidenceDesk()
let desk: Pick<EvidenceDesk, 'files' | 'directory'>
let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'config-'))
  cpSync(template.folder, folder, { recursive: true })
  desk = { files: sandboxFiles(folder), directory: template.directory }
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))
afterAll(() => template[Symbol.dispose]())

const own = () => desk.files.member(asked)
const file = () => desk.files.member(asked).config

/** Changes the configuration as a text. */
function edit(change: (yaml: string) => string): void {
  const before = readFileSync(file(), 'utf8')
  const after = change(before)
  expect(after).not.toBe(before)
  writeFileSync(file(), after)
}

function lineOf(text: string): number {
  return (
    readFileSync(file(), 'utf8')
      .split('\n')
      .findIndex((line) => line.includes(text)) + 1
  )
}

const check = (now = madeAt) => gateway(['config', 'check', '--config', file()], { now })

/** What fails, each as its lines. */
async function failures(now = madeAt): Promise<string[]> {
  const { out, code } = await check(now)
  const blocks = out.split(/\n(?=[✓✗!])/)
  const failed = blocks.filter((block) => block.startsWith('✗') && !block.includes('things to correct'))
  expect(code).toBe(failed.length > 0 ? 1 : 0)
  return failed
}

test('a sandbox member’s configuration holds in every check', async () => {
  const { code, out } = await check()
  expect(code).toBe(0)
  expect(out).not.toMatch(/^[✗!]/m)
  for (const subject of [
    'signing key',
    'channel key',
    'trust anchors',
    'store key',
    'store:',
    'directory',
    'listed endpoint',
    'core',
  ]) {
    expect(out).toContain(subject)
  }
  expect(out).toContain('365 days')
})

describe('a configuration that cannot be read is told with file and line', () => {
  test.each<[string, (yaml: string) => string, string, RegExp]>([
    ['a wrong type', (yaml) => yaml.replace(/port: \d+/, 'port: many'), 'port: many', /整数 a whole number/],
    ['an unknown key', (yaml) => `${yaml}colour: red\n`, 'colour', /not allowed: colour/],
    [
      'an unknown key inside',
      (yaml) => yaml.replace('mode: sandbox', 'mode: sandbox\nlog:\n  colour: red'),
      'colour',
      /not allowed: colour/,
    ],
    [
      'a repeated key',
      (yaml) => `${yaml}mode: production\n`,
      'mode: production',
      /键重复.*keys must be unique$/m,
    ],
    ['a tab', (yaml) => `${yaml}log:\n\tlevel: debug\n`, '\tlevel', /请用空格.*Tabs are not allowed/],
    ['an open bracket', (yaml) => `${yaml}log: [a,\nlast: 1\n`, 'last: ', /缩进有误.*Flow sequence/],
    [
      'a bad thumbprint',
      (yaml) => yaml.replace(/thumbprint: .*/, 'thumbprint: abc'),
      'thumbprint: abc',
      /格式不符/,
    ],
    [
      'an unknown mode',
      (yaml) => yaml.replace('mode: sandbox', 'mode: test'),
      'mode: test',
      /must be one of: /,
    ],
    [
      'an alias',
      (yaml) => yaml.replace('mode: sandbox', 'mode: &mode sandbox\nlog:\n  level: *mode'),
      '*mode',
      /aliases/,
    ],
    ['no YAML', (yaml) => `${yaml}"\n`, '"\n', /./],
  ])('%s', async (_, change, found, message) => {
    edit(change)
    const [failure = '', ...more] = await failures()
    expect(more).toEqual([])
    expect(failure).toContain('CONFIG_INVALID')
    if (found !== '"\n') expect(failure).toContain(`${file()}:${lineOf(found)}`)
    else expect(failure).toMatch(/gateway\.yaml:\d+/)
    expect(failure).toMatch(message)
    expect(failure).toContain('to do:')
  })

  test('no file at all', async () => {
    rmSync(file())
    expect(await failures()).toEqual([expect.stringContaining('the file cannot be read')])
  })
})

describe('keys and certificates', () => {
  test('a key that others can read', async () => {
    chmodSync(own().signKey, 0o644)
    const [failure = ''] = await failures()
    expect(failure).toContain('others can read it; set mode 600')
    expect(failure).toContain(`${file()}:${lineOf('sign.key.pem')}`)
  })

  test('a store key that others can read, and a folder that others can write to', async () => {
    chmodSync(own().storeKey, 0o640)
    expect((await failures())[0]).toMatch(/store key: KEY_UNUSABLE.*others can read it/)
    chmodSync(own().storeKey, 0o600)
    chmodSync(dirname(own().storeKey), 0o770)
    const failed = await failures()
    for (const key of ['signing key', 'channel key', 'store key'])
      expect(failed).toContainEqual(expect.stringMatching(`${key}: KEY_UNUSABLE.*others can write to it`))
    chmodSync(dirname(own().storeKey), 0o700)
  })

  test('a key that is not there', async () => {
    rmSync(own().tlsKey)
    expect((await failures())[0]).toMatch(/channel key: KEY_UNUSABLE.*tls\.key\.pem.*cannot be read/)
  })

  test('a key of another certificate', async () => {
    copyFileSync(own().tlsKey, own().signKey)
    expect((await failures())[0]).toMatch(/signing key: KEY_UNUSABLE.*does not belong to/)
  })

  test('a certificate for another use', async () => {
    copyFileSync(own().tlsKey, own().signKey)
    copyFileSync(own().tlsCertificate, own().signCertificate)
    const failed = await failures()
    expect(failed).toContainEqual(expect.stringMatching(/signing certificate: CERTIFICATE_UNTRUSTED/))
    expect(failed).toContainEqual(expect.stringMatching(/listed signing certificate: DIRECTORY_INVALID/))
  })

  test('a certificate that has expired', async () => {
    expect(await failures(madeAt + 400 * 86_400_000)).toContainEqual(expect.stringMatching(/expired/))
  })

  test('a key that signs messages and no paper only warns, where there is a console', async () => {
    const { config, signKey, signCertificate } = desk.files.member(asker)
    const validity = { notBefore: madeAt - 3_600_000, notAfter: madeAt + 86_400_000 }
    const root = issueRoot({ subject: { organisation: '根' }, key: newKey('P-256'), ...validity })
    const key = newKey('Ed25519')
    const subject = { organisation: '江苏', memberCode: asker }
    const leaf = issueMember(root, { subject, publicKey: createPublicKey(key), use: 'sign', ...validity })
    writeFileSync(signKey, keyToPem(key), { mode: 0o600 })
    writeFileSync(signCertificate, certificateToPem(leaf))
    const { out } = await gateway(['config', 'check', '--config', config], { now: madeAt })
    expect(out).toMatch(/^! 纸质证明签名 signature on paper: .*no certificate can be printed/m)
  })

  test('a certificate that is about to expire only warns', async () => {
    const { out } = await check(madeAt + 350 * 86_400_000)
    expect(out).toMatch(/^! 签名证书 signing certificate: 15 days left/m)
  })

  test('anchors that did not issue the certificates', async () => {
    const other = createEvidenceDesk()
    copyFileSync(other.files.anchors, desk.files.anchors)
    other[Symbol.dispose]()
    expect(await failures()).toContainEqual(
      expect.stringMatching(/channel certificate: CERTIFICATE_UNTRUSTED/),
    )
  })

  test('a store key that is none', async () => {
    writeFileSync(own().storeKey, 'c2hvcnQ=', { mode: 0o600 })
    expect((await failures())[0]).toMatch(/store key: KEY_UNUSABLE.*not 32 bytes in base64/)
  })

  test('no secret is ever printed', async () => {
    const secrets = [own().signKey, own().tlsKey, own().storeKey].map((path) => readFileSync(path, 'utf8'))
    const shown = await gateway(['config', 'show', '--config', file(), '--json'])
    const printed = [(await check()).out, shown.out].join('\n')
    for (const secret of secrets) expect(printed).not.toContain(secret.split('\n')[1] || secret.trim())
  })
})

describe('a signing key in a signing server', () => {
  const server = `    server:
      url: https://127.0.0.1:1/keys/
      keyId: shanghai-1
      tokenFile: keys/token
`
  /** In place of the key file. */
  function elsewhere(text = server): void {
    edit((yaml) => yaml.replace(/ {4}key: keys\/sign\.key\.pem\n/, text))
    rmSync(own().signKey)
    writeFileSync(own().signKey.replace('sign.key.pem', 'token'), 'abc-1\n', { mode: 0o600 })
  }

  test('is told, not asked; its certificate is checked as any', async () => {
    elsewhere()
    const { code, out } = await check()
    expect(code).toBe(0)
    expect(out).toMatch(/signing server: shanghai-1 at https:\/\/127\.0\.0\.1:1\/keys, not asked/)
    expect(out).toMatch(/signing certificate: /)
    expect(out).toMatch(/signature algorithm: ES256/)
    expect(out).not.toContain('abc-1')
  })

  test.each([
    ['neither key nor server', '', 'sign:', 'has neither key nor server'],
    ['both', `    key: keys/sign.key.pem\n${server}`, 'server:', 'has both key and server'],
    ['no key id', server.replace(/ *keyId.*\n/, ''), 'server:', /keyId/],
    ['clear text', server.replace('https', 'http'), 'url:', /格式不符/],
    ['an unknown member', `${server}      pin: 1234\n`, 'pin: ', /not allowed: pin/],
    ['a token that others can read', server, 'server:', /others can read it/],
    ['a token that is none', server, 'server:', /holds no bearer token/],
  ])('%s is told with file and line', async (what, text, line, message) => {
    elsewhere(text)
    const token = own().signKey.replace('sign.key.pem', 'token')
    if (what.endsWith('read')) chmodSync(token, 0o640)
    if (what.endsWith('none')) writeFileSync(token, 'two words')
    const [failure = ''] = await failures()
    expect(failure).toMatch(message)
    expect(failure).toContain(`${file()}:${lineOf(line)}`)
  })
})

describe('the world around', () => {
  test('a directory that is not there', async () => {
    rmSync(desk.files.directory)
    expect((await failures())[0]).toMatch(/directory: FILE_UNUSABLE/)
  })

  test('a directory that has expired', async () => {
    expect(await failures(madeAt + 8 * 86_400_000)).toEqual([expect.stringContaining('DIRECTORY_EXPIRED')])
  })

  test('a directory that does not list the member', async () => {
    writeFileSync(
      desk.files.directory,
      desk.directory((same) => ({ ...same, members: same.members.filter(({ code }) => code !== asked) })),
    )
    const [failure = ''] = await failures()
    expect(failure).toContain('the directory does not list this member')
    expect(failure).toContain(`${file()}:${lineOf('member:')}`)
  })

  test('a directory that lists other certificates', async () => {
    writeFileSync(
      desk.files.directory,
      desk.directory((same) => ({
        ...same,
        members: same.members.map((member) => ({
          ...member,
          certificates: member.code === asked ? [] : member.certificates,
        })),
      })),
    )
    expect((await failures()).length).toBeGreaterThan(0)
  })

  test('an endpoint that the channel certificate is not for', async () => {
    const endpoints = ['https://gateway.example.cn']
    writeFileSync(
      desk.files.directory,
      desk.directory((same) => ({
        ...same,
        members: same.members.map((member) => (member.representedBy ? member : { ...member, endpoints })),
      })),
    )
    expect(await failures()).toEqual([expect.stringContaining('not for gateway.example.cn')])
  })

  test('a core that is no core', async () => {
    writeFileSync(desk.files.member(asked).core, 'hello')
    expect(await failures()).toEqual([expect.stringMatching(/core: PROVIDER_UNAVAILABLE.*core\.db/)])
  })

  test('a store whose folder is not there', async () => {
    edit((yaml) => yaml.replace('data/gateway.db', 'elsewhere/gateway.db'))
    expect(await failures()).toEqual([expect.stringMatching(/store: STORE_UNAVAILABLE.*elsewhere/)])
  })

  test('a store that is sealed with another key', async () => {
    const { store } = desk.files.member(asked)
    await (await openStore({ file: store }, randomBytes(32)))[Symbol.asyncDispose]()
    expect(await failures()).toEqual([
      expect.stringMatching(/store key and store: KEY_UNUSABLE.*gateway\.db/),
    ])
  })

  test('a store that is none', async () => {
    writeFileSync(desk.files.member(asked).store, 'hello')
    expect(await failures()).toEqual([expect.stringContaining('STORE_UNAVAILABLE')])
  })

  test('one port for two listeners', async () => {
    edit((yaml) => yaml.replace(/(office:\n {2}host: \S+\n {2}port: )\d+/, `$1${lineValue('exchange')}`))
    expect(await failures()).toEqual([expect.stringContaining('is also the port of exchange')])
  })

  test('changes nothing', async () => {
    const { store } = desk.files.member(asked)
    await check()
    expect(() => readFileSync(store)).toThrow('ENOENT')
  })
})

function lineValue(listener: string): string {
  return (
    new RegExp(`${listener}:\\n {2}host: \\S+\\n {2}port: (\\d+)`).exec(readFileSync(file(), 'utf8'))?.[1] ??
    ''
  )
}

describe('config show', () => {
  test('prints defaults and absolute paths', async () => {
    const { code, out } = await gateway(['config', 'show', '--config', file()])
    expect(code).toBe(0)
    expect(out).toContain('arrearsAfterMonths: 1')
    expect(out).toContain(desk.files.member(asked).store)
  })

  test('tells which secrets the environment gives, not what they are', async () => {
    const environment = { storeKey: 'abcdefgh', keyPassphrase: 'geheim' }
    const { out } = await gateway(['config', 'show', '--config', file()], { environment })
    expect(out).toContain('GATEWAY_STORE_KEY: 已设置 set')
    expect(out).not.toMatch(/abcdefgh|geheim/)
  })

  test('takes the file from GATEWAY_CONFIG', async () => {
    expect((await gateway(['config', 'show'], { environment: { configFile: file() } })).code).toBe(0)
    expect((await gateway(['config', 'show'])).code).toBe(2)
  })
})
