import {
  chmodSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import type { Directory } from '../../src/contracts/generated/types.ts'
import { sandboxFiles } from '../../src/sandbox/files.ts'
import { type Certificate, certificatesFromPem, certificateToPem } from '../../src/trust/certificate.ts'
import { readCsr } from '../../src/trust/csr.ts'
import { type CertificateUse, issueMember } from '../../src/trust/issue.ts'
import { newKey, readKey } from '../../src/trust/keys.ts'
import { gateway, type Ran } from '../support/cli.ts'
import { asked, asker, createEvidenceDesk, madeAt } from '../support/evidence.ts'
import { changed } from '../support/member-authority.ts'

const template = createEvidenceDesk()
let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rotate-'))
  cpSync(template.folder, folder, { recursive: true })
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))
afterAll(() => template[Symbol.dispose]())

const files = () => sandboxFiles(folder)
const own = () => files().member(asked)
const text = (path: string) => readFileSync(path, 'utf8')
const keysFolder = () => dirname(own().signKey)
const inKeys = (name: string) => join(keysFolder(), name)

const rotate = (use: string, ...more: string[]): Promise<Ran> =>
  gateway(['keys', 'rotate', '--config', own().config, '--use', use, ...more], { now: madeAt })
const list = (now = madeAt): Promise<Ran> =>
  gateway(['keys', 'list', '--config', own().config, '--json'], { now })

/** What the sandbox's authority makes of a request. */
function issue(
  csr: string,
  use: CertificateUse,
  memberCode: string = asked,
): { pem: string; leaf: Certificate } {
  const { key, certificate } = files().issuing
  const [issuing] = certificatesFromPem(text(certificate))
  if (!issuing) throw new RangeError('no authority')
  const { publicKey } = readCsr(text(csr))
  const leaf = issueMember(
    { key: readKey(text(key)), certificate: issuing },
    {
      subject: { organisation: '上海市公积金管理中心', memberCode },
      publicKey,
      use,
      ...(use === 'tls' && { ips: ['127.0.0.1'] }),
      notBefore: madeAt - 1000,
      notAfter: madeAt + 300 * 86_400_000,
    },
  )
  return { pem: certificateToPem(leaf) + certificateToPem(issuing), leaf }
}

function publish(change: (directory: Directory) => Directory): void {
  writeFileSync(files().directory, template.directory(change))
}

function listed(directory: Directory, use: CertificateUse, pem: string): Directory {
  const chain = certificatesFromPem(pem).map(({ der }) => Buffer.from(der).toString('base64'))
  return changed(directory, asked, (member) => ({
    ...member,
    certificates: [...member.certificates, { use, chain }],
  }))
}

function presentFiles(): Record<string, string> {
  return Object.fromEntries(
    readdirSync(keysFolder())
      .filter((name) => !name.includes('.next.') && !/\d{8}T/.test(name))
      .map((name) => [name, text(inKeys(name))]),
  )
}

describe.each<CertificateUse>(['sign', 'tls'])('keys rotate --use %s', (use) => {
  const next = () => ({
    key: inKeys(`${use}.key.next.pem`),
    csr: inKeys(`${use}.next.csr.pem`),
    certificate: inKeys(`${use}.crt.next.pem`),
  })

  test('leads from the present key to the next, a step at a time', async () => {
    const config = `# ours\n${text(own().config)}# the end\n`
    writeFileSync(own().config, config, { mode: 0o640 })
    chmodSync(own().config, 0o640)
    const present = presentFiles()

    // 1: key and request, beside the present ones.
    expect((await rotate(use, '--json')).json()).toMatchObject({ step: 2, files: next() })
    expect(statSync(next().key).mode & 0o777).toBe(0o600)
    const { subject } = readCsr(text(next().csr))
    expect(subject.text).toContain('上海市公积金管理中心')
    expect(subject.text).toContain(asked)
    const made = text(next().key)

    // 2: nothing is made twice.
    const again = await rotate(use)
    expect(again.code).toBe(0)
    expect(again.out).toMatch(/^✓ 1\.[^]*^→ 2\.[^]*^ {2}3\./m)
    expect(text(next().key)).toBe(made)
    expect((await rotate(use, '--switch')).err).toContain('step 2 comes first')

    // 3: refused until the directory lists the new certificate.
    const { pem, leaf } = issue(next().csr, use)
    writeFileSync(next().certificate, pem)
    expect((await rotate(use, '--json')).json()).toMatchObject({ step: 3 })
    const early = await rotate(use, '--switch', '--json')
    expect([early.code, early.json()]).toEqual([1, expect.objectContaining({ code: 'KEY_UNUSABLE' })])
    expect(early.err).toContain('does not list this certificate')
    expect(text(own().config)).toBe(config)

    // 4
    publish((directory) => listed(directory, use, pem))
    expect((await rotate(use, '--json')).json()).toMatchObject({ step: 4 })
    expect(text(own().config)).toBe(config)
    expect(presentFiles()).toEqual(present)

    // 5 and 6
    const [old] = certificatesFromPem(present[`${use}.crt.pem`] ?? '')
    const switched = await rotate(use, '--switch', '--json')
    expect([switched.code, switched.json()]).toEqual([
      0,
      expect.objectContaining({ step: 5, retire: [old?.thumbprint] }),
    ])
    const good = `keys/${use}.key.20261124T100000.pem`
    expect(text(own().config)).toBe(
      config
        .replace(`keys/${use}.key.pem`, JSON.stringify(good))
        .replace(`keys/${use}.crt.pem`, JSON.stringify(good.replace('.key.', '.crt.'))),
    )
    expect(presentFiles()).toEqual(present)
    for (const file of Object.values(next())) expect(existsSync(file)).toBe(false)
    const check = await gateway(['config', 'check', '--config', own().config], { now: madeAt })
    expect([check.code, check.out]).toEqual([0, expect.stringContaining(leaf.thumbprint)])
    expect((await list()).json()).toMatchObject({
      keys: expect.arrayContaining([
        expect.objectContaining({ use, thumbprint: leaf.thumbprint, listed: true, daysLeft: 300 }),
      ]),
    })
    expect((await rotate(use)).out).toMatch(
      new RegExp(`^✓ 4\\.[^]*^→ 5\\.[^]*^→ 6\\.[^]*${old?.thumbprint}`, 'm'),
    )
    expect(existsSync(next().key)).toBe(false)

    // Then it begins anew.
    publish((directory) =>
      changed(listed(directory, use, pem), asked, (member) => ({
        ...member,
        certificates: member.certificates.map((certificate, i) =>
          certificate.use === use && i < 2
            ? { ...certificate, retired: '2026-11-24T09:00:00+08:00' }
            : certificate,
        ),
      })),
    )
    expect((await rotate(use, '--json')).json()).toMatchObject({ step: 2, files: next() })
  })

  test('takes no certificate of another key, another member or another authority', async () => {
    await rotate(use)
    const { pem } = issue(next().csr, use)
    const foreign = issue(next().csr, use, asker).pem
    renameSync(next().key, `${next().key}.kept`)
    writeFileSync(next().key, newKey('P-256').export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 })
    writeFileSync(next().certificate, pem)
    expect((await rotate(use)).err).toMatch(/KEY_UNUSABLE[^]*does not belong to/)
    renameSync(`${next().key}.kept`, next().key)
    writeFileSync(next().certificate, foreign)
    expect((await rotate(use)).err).toMatch(/KEY_UNUSABLE[^]*carries the member code/)
    writeFileSync(next().certificate, pem.slice(0, pem.indexOf('-----END CERTIFICATE-----') + 26))
    expect((await rotate(use)).err).toContain('CERTIFICATE_UNTRUSTED')
  })
})

test('a next key of another kind, encrypted where there is a passphrase', async () => {
  const ran = await gateway(
    ['keys', 'rotate', '--config', own().config, '--use', 'sign', '--type', 'P-384'],
    { now: madeAt, environment: { keyPassphrase: 'correct horse' } },
  )
  expect(ran.code).toBe(0)
  expect(text(inKeys('sign.key.next.pem'))).toContain('ENCRYPTED')
  expect(readCsr(text(inKeys('sign.next.csr.pem'))).publicKey.asymmetricKeyDetails?.namedCurve).toBe(
    'secp384r1',
  )
})

test('the channel’s next certificate is asked for the same hosts', async () => {
  await rotate('tls')
  const der = Buffer.from(
    text(inKeys('tls.next.csr.pem')).replaceAll(/-----[^-]+-----|\s/g, ''),
    'base64',
  ).toString('latin1')
  expect(der).toContain('localhost')
  expect(der).toContain(String.fromCharCode(0x87, 4, 127, 0, 0, 1))
})

describe('keys list', () => {
  test('tells of each key pair what it is, how long it holds, and what the directory says', async () => {
    const { code, out } = await gateway(['keys', 'list', '--config', own().config], { now: madeAt })
    expect(code).toBe(0)
    for (const told of [
      '签名 sign  P-256',
      '通道 tls  P-256',
      '上海市公积金管理中心',
      '365',
      '已登记 listed',
    ])
      expect(out).toContain(told)
    const [leaf] = certificatesFromPem(text(own().signCertificate))
    expect((await list()).json()).toMatchObject({
      directory: { version: 1 },
      keys: [
        {
          use: 'sign',
          kind: 'P-256',
          key: own().signKey,
          certificate: own().signCertificate,
          thumbprint: leaf?.thumbprint,
          validFrom: '2026-11-24T09:00:00+08:00',
          daysLeft: 365,
          listed: true,
        },
        { use: 'tls', listed: true },
      ],
    })
  })

  test('says what is not listed, retired, expired, or not to be known', async () => {
    const at = '2026-11-24T09:30:00+08:00'
    publish((directory) =>
      changed(directory, asked, (member) => ({
        ...member,
        certificates: member.certificates
          .filter(({ use }) => use === 'sign')
          .map((certificate) => ({ ...certificate, retired: at })),
      })),
    )
    expect((await list()).json()).toMatchObject({
      keys: [
        { use: 'sign', listed: true, retired: at },
        { use: 'tls', listed: false },
      ],
    })
    const { out } = await gateway(['keys', 'list', '--config', own().config], { now: madeAt })
    expect(out).toContain(`已停用 retired ${at}`)
    expect(out).toContain('未登记 not listed')
    const late = await gateway(['keys', 'list', '--config', own().config], { now: madeAt + 400 * 86_400_000 })
    expect([late.code, late.out]).toEqual([0, expect.stringMatching(/DIRECTORY_[^]*expired[^]*unknown/)])
  })

  test('needs neither the private keys nor their passphrase', async () => {
    rmSync(own().signKey)
    expect((await list()).code).toBe(0)
  })
})
