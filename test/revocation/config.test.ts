import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from '@jest/globals'
import { type Config, loadConfig } from '../../src/config/config.ts'
import { readEnvironment } from '../../src/config/env.ts'
import { createContracts } from '../../src/contracts/contracts.ts'
import { toGatewayError } from '../../src/errors.ts'
import { revocationFigures } from '../../src/health.ts'
import type { SourceStatus } from '../../src/revocation/ports.ts'

const folder = mkdtempSync(join(tmpdir(), 'revocation-config-'))
afterAll(() => rmSync(folder, { recursive: true }))

const thumbprint = 'A'.repeat(43)
const contracts = createContracts()

function load(revocation: object): Config {
  const file = join(folder, 'gateway.yaml')
  const listener = { host: '127.0.0.1', port: 0 }
  const pair = { key: 'k', certificate: 'c' }
  writeFileSync(
    file,
    JSON.stringify({
      member: '310000000000000',
      exchange: listener,
      office: { ...listener, clients: [] },
      ops: listener,
      keys: { sign: pair, tls: pair },
      trust: { anchors: 'a.pem', operators: [thumbprint], revocation },
      directory: { sources: ['d.jws'] },
      store: { file: 'data/gateway.db' },
    }),
  )
  return loadConfig(file, readEnvironment({}), contracts)
}

function fault(revocation: object): string {
  try {
    load(revocation)
  } catch (thrown) {
    const { code, detail = '' } = toGatewayError(thrown)
    return `${code} ${detail}`
  }
  return 'accepted'
}

describe('trust.revocation', () => {
  test('is filled in: an hour of grace, half a minute between looks, 1 MiB, kept beside the store', () => {
    const source = { name: 'root', issuer: thumbprint, lists: ['root.crl', 'http://ca.example/root.crl'] }
    expect(load({ sources: [source] }).trust.revocation).toEqual({
      sources: [
        {
          name: 'root',
          issuer: thumbprint,
          lists: [join(folder, 'root.crl'), 'http://ca.example/root.crl'],
          ocsp: undefined,
          graceSeconds: 3_600,
          maxBytes: 1_048_576,
        },
      ],
      refreshSeconds: 30,
      required: true,
      folder: join(folder, 'data', 'revocation'),
    })
  })

  test.each<[string, object, string]>([
    ['a source that says nowhere to look', { name: 'a', issuer: 'CN=a' }, 'has neither lists nor ocsp'],
    [
      'a place that is no file and no web address',
      { name: 'a', issuer: 'CN=a', lists: ['ldap://ca/'] },
      '/lists/0',
    ],
    ['a web address with a password', { name: 'a', issuer: 'CN=a', lists: ['http://u:p@ca/'] }, '/lists/0'],
    [
      'a grace of less than a minute',
      { name: 'a', issuer: 'CN=a', lists: ['a'], graceSeconds: 59 },
      'graceSeconds',
    ],
  ])('refuses %s', (_what, source, where) => {
    const found = fault({ sources: [source] })
    expect(found).toMatch(/^CONFIG_INVALID /)
    expect(found).toContain(where)
  })

  test('refuses two sources of one name', () => {
    const source = { name: 'a', issuer: 'CN=a', lists: ['a'] }
    expect(fault({ sources: [source, source] })).toContain(
      '/sources/1 与另一来源重名 has the name of another',
    )
  })
})

describe('the figures of readiness', () => {
  const now = 1_800_000_000_000
  const status: SourceStatus = {
    source: 'root',
    idle: false,
    thisUpdate: now - 600_000,
    nextUpdate: now - 1,
    until: now + 3_000_000,
    failures: 0,
    fault: undefined,
  }

  test('count down to the end of the grace', () => {
    expect(revocationFigures([status], now)).toEqual({
      sources: [{ source: 'root', secondsLeft: 3_000, ageSeconds: 600, overdue: true }],
    })
  })

  test.each<[string, Partial<SourceStatus>]>([
    ['past it', { until: now - 1 }],
    ['that never gave anything', { until: undefined }],
  ])('say REVOCATION_UNKNOWN for a source %s', (_what, change) => {
    expect(() => revocationFigures([{ ...status, ...change }], now)).toThrow(/REVOCATION_UNKNOWN.*root/)
  })

  test('let a source be that has nobody to ask about', () => {
    const idle = { ...status, idle: true, thisUpdate: undefined, nextUpdate: undefined, until: undefined }
    expect(revocationFigures([idle], now)).toEqual({ sources: [{ source: 'root' }] })
  })
})
