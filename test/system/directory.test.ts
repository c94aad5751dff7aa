import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:https'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { createPublicKey } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { messageType } from '../../src/domain/message-type.ts'
import { createKeySigner, createTokenSigner } from '../../src/jws/signer.ts'
import { certificateToPem } from '../../src/trust/certificate.ts'
import { issueMember, issueRoot } from '../../src/trust/issue.ts'
import { newKey } from '../../src/trust/keys.ts'
import { memberOf, pingRequest, post, signed, verified } from '../support/member-client.ts'
import {
  jiangsu,
  prepareFederation,
  shanghai,
  signDirectory,
  type TestFederation,
} from '../support/sandbox.ts'

let federation: TestFederation
beforeEach(async () => {
  federation = await prepareFederation()
})
afterEach(() => federation.close())

function configure(directory: object, trust: object = {}): void {
  federation.configure(shanghai, (config) => ({
    ...config,
    directory: { ...config.directory, ...directory },
    trust: { ...config.trust, ...trust },
  }))
}

async function ping(): Promise<unknown> {
  const from = memberOf(federation, jiangsu)
  const bytes = await signed(from, pingRequest(jiangsu, shanghai))
  const answer = await post(federation, shanghai, from.tls, bytes, { service: 'gateway.ping' })
  return (await verified(answer, memberOf(federation, shanghai), { bytes, from: jiangsu })).body['nonce']
}

async function ops(path: string): Promise<Response> {
  return fetch(`http://127.0.0.1:${federation.of(shanghai).ports.ops}${path}`)
}

async function health(): Promise<Record<string, unknown>> {
  const { checks } = (await (await ops('/health/ready')).json()) as {
    checks: Record<string, Record<string, unknown>>
  }
  return checks['directory'] ?? {}
}

describe('several sources', () => {
  test('the newest is taken from an https URL beside a file, and a source that fails is named while the other serves', async () => {
    let published: Uint8Array = readFileSync(federation.files.directory)
    const { tlsKey, tlsCertificate } = federation.of(jiangsu)
    const server = createServer(
      { key: readFileSync(tlsKey), cert: readFileSync(tlsCertificate) },
      (_, response) => response.end(published),
    )
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    federation.onClose(() => void server.close())
    const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}/directory.jws`
    configure({ sources: [federation.files.directory, url] })
    const gateway = await federation.start(shanghai)

    published = signDirectory(federation.files, { ...federation.directory(), version: 9 })
    await gateway.line('"event":"directory"', '"version":9')
    await gateway.line('"event":"directory-source"', 'DIRECTORY_ROLLED_BACK', 'directory.jws')
    expect(await ping()).toBe('n-1')
    expect(await health()).toMatchObject({
      ok: true,
      version: 9,
      sources: [
        { source: federation.files.directory, code: 'DIRECTORY_ROLLED_BACK' },
        { source: url, version: 9 },
      ],
    })
    const metrics = await (await ops('/metrics')).text()
    expect(metrics).toContain('gateway_directory_version 9')
    expect(metrics).toContain(`gateway_directory_source_usable{source="${url}"} 1`)
    expect(metrics).toContain(`gateway_directory_source_usable{source="${federation.files.directory}"} 0`)
  })
})

describe('offline', () => {
  test('the last good directory serves with a visible countdown, also after a restart; an older one is not believed then', async () => {
    configure({})
    federation.publish((directory) => directory)
    const older = readFileSync(federation.files.directory)
    federation.publish((directory) => directory)
    const gateway = await federation.start(shanghai)
    rmSync(federation.files.directory)
    const line = await gateway.line('"event":"directory"', 'SOURCE_UNAVAILABLE')
    expect((JSON.parse(line) as { graceSecondsLeft: number }).graceSecondsLeft).toBeGreaterThan(6 * 86_400)
    const shown = await health()
    expect(shown).toMatchObject({ ok: true, version: 3, sources: [{ code: 'SOURCE_UNAVAILABLE' }] })
    expect(shown['graceSecondsLeft']).toBe(shown['expiresInSeconds'])
    expect(await (await ops('/metrics')).text()).toMatch(/gateway_directory_expires_in_seconds 6\d{5}/)
    await gateway.stop()

    const again = await federation.start(shanghai)
    expect(await ping()).toBe('n-1')
    expect((await health())['confirmedSecondsAgo']).toBeUndefined()
    writeFileSync(federation.files.directory, older)
    await again.line('"event":"directory-source"', 'DIRECTORY_ROLLED_BACK', 'version 2')
    expect(await health()).toMatchObject({
      ok: true,
      version: 3,
      sources: [{ code: 'DIRECTORY_ROLLED_BACK' }],
    })
    expect(await ping()).toBe('n-1')
  })

  test('after the grace nothing is answered, until there is a directory again', async () => {
    configure({})
    const gateway = await federation.start(shanghai)
    const seconds = Math.floor(Date.now() / 1000)
    federation.publish((directory) => ({ ...directory, expires: seconds + 10 }))
    await gateway.line('"event":"directory"', '"version":2')
    expect(await ping()).toBe('n-1')
    await gateway.line('"event":"directory"', 'DIRECTORY_EXPIRED')
    await expect(ping()).rejects.toThrow(/unsigned: 503 .*DIRECTORY_EXPIRED/)
    expect((await ops('/health/ready')).status).toBe(503)
    federation.publish((directory) => ({ ...directory, expires: seconds + 3600 }))
    await gateway.line('"event":"directory"', '"version":3')
    expect(await ping()).toBe('n-1')
  })
})

describe('two-person approval', () => {
  test('with one signature the gateway does not start and says how many are missing; with two it serves', async () => {
    const root = issueRoot({
      subject: { organisation: 'Second root' },
      key: newKey('P-256'),
      notBefore: Date.now() - 3_600_000,
      notAfter: Date.now() + 86_400_000,
    })
    const key = newKey('P-256')
    const certificate = issueMember(root, {
      subject: { organisation: 'Second operator' },
      publicKey: createPublicKey(key),
      use: 'sign',
      notBefore: Date.now() - 3_600_000,
      notAfter: Date.now() + 86_400_000,
    })
    const { files } = federation
    writeFileSync(files.anchors, readFileSync(files.anchors, 'utf8') + certificateToPem(root.certificate))
    const source = join(federation.folder, 'approved.jws')
    writeFileSync(source, readFileSync(files.directory))
    configure({ sources: [source] }, { operatorsRequired: 2 })
    await expect(federation.start(shanghai)).rejects.toThrow(
      /trust\/operatorsRequired 多于所列的运营方 is more than the 1/,
    )

    federation.configure(shanghai, (config) => ({
      ...config,
      trust: {
        ...config.trust,
        operators: [...config.trust.operators, certificate.thumbprint],
        ...(config.trust.revocation && { revocation: { ...config.trust.revocation, required: false } }),
      },
    }))
    await expect(federation.start(shanghai)).rejects.toThrow(
      /DIRECTORY_INVALID[^]*signed by 1 of 2 operators of ours that are required, 1 missing/,
    )

    const second = createTokenSigner(createKeySigner(key), {
      thumbprint: certificate.thumbprint,
      chain: [certificate.der],
    })
    const approval = second.sign(messageType.directory, federation.directory(), { withChain: true })
    writeFileSync(source, `${String(readFileSync(files.directory))}\n${String(approval)}\n`)
    await federation.start(shanghai)
    expect(await ping()).toBe('n-1')
  })
})
