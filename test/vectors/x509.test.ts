import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { describeTally, tally, type Outcome } from './outcome.ts'
import type { X509Case } from './x509-case.ts'
import type { LimboFile } from './x509-limbo.ts'
import { runX509 } from './x509.ts'

const directory = join(import.meta.dirname, 'x509')

function load(name: string): { cases: X509Case[] } {
  return JSON.parse(readFileSync(join(directory, name), 'utf8'))
}

describe('our certificate cases', () => {
  test.each(readdirSync(directory))('%s: all right, for the reason given', (name) => {
    const counted = tally(runX509(load(name)))
    expect(counted.right.length).toBeGreaterThan(0)
    expect({ ...counted, right: [], slowest: undefined }).toEqual({
      right: [],
      wronglyAccepted: [],
      wronglyRefused: [],
      refusedByPolicy: [],
      otherReason: [],
      slowest: undefined,
    })
  })
})

describe('the runner', () => {
  const [good] = load('t48.json').cases
  if (!good) throw new Error('There is no case.')

  test('leaves out unreadable intermediates and refuses an unreadable leaf', () => {
    const junk = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n'
    const outcomes = runX509({
      cases: [
        { ...good, intermediates: [junk, ...good.intermediates] },
        { ...good, leaf: junk, expected: 'refuse', reason: 'unreadable' },
      ],
    })
    expect(tally(outcomes)).toMatchObject({ right: [{}, {}], otherReason: [] })
  })

  test('understands the cases of x509-limbo', () => {
    const limbo = {
      id: 'rfc5280::example',
      features: [],
      extended_key_usage: [],
      trusted_certs: good.anchors,
      untrusted_intermediates: good.intermediates,
      peer_certificate: good.leaf,
      validation_time: '2026-06-01T00:00:00+00:00',
      expected_result: 'SUCCESS',
      expected_peer_name: null,
      max_chain_depth: null,
    } as const
    const file: LimboFile = {
      version: 1,
      testcases: [
        limbo,
        {
          ...limbo,
          id: 'rfc5280::name',
          expected_peer_name: { kind: 'DNS', value: 'gjj.cn' },
          expected_result: 'FAILURE',
        },
        { ...limbo, id: 'rfc5280::usage', extended_key_usage: ['serverAuth'] },
        { ...limbo, id: 'rfc5280::depth', max_chain_depth: 0, expected_result: 'FAILURE' },
        { ...limbo, id: 'webpki::no-eku', expected_result: 'FAILURE' },
        { ...limbo, id: 'crl::revoked', features: ['has-crl'], expected_result: 'FAILURE' },
      ],
    }
    const outcomes = runX509(file)
    expect(outcomes).toHaveLength(5)
    expect(tally(outcomes).right).toHaveLength(5)
  })

  test('counts what is wrong both ways, and names it', () => {
    const outcome: Outcome = { id: 'a', expected: 'accept', got: 'accept', milliseconds: 1 }
    const text = describeTally(
      'suite',
      tally([
        outcome,
        { ...outcome, id: 'b', expected: 'refuse' },
        { ...outcome, id: 'c', got: 'refuse', reason: 'expired: long ago', milliseconds: 2 },
        {
          ...outcome,
          id: 'd',
          expected: 'refuse',
          got: 'refuse',
          reason: 'expired',
          expectedReason: 'signature',
        },
        { ...outcome, id: 'e', got: 'refuse', reason: 'alg', policy: 'the algorithm HS256' },
      ]),
    )
    expect(text.split('\n')).toEqual([
      'suite: 2/5 right, 1 wrongly accepted, 1 wrongly refused, 1 refused by policy, slowest 2 ms (c)',
      '  wrongly accepted  b',
      '  wrongly refused   c  expired: long ago',
      '  other reason      d  expired',
      '  refused by policy 1 for the algorithm HS256',
    ])
  })
})
