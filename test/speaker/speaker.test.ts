import { describe, expect, test } from '@jest/globals'
import type { DirectoryView, KnownCertificate, KnownMember, OpenedToken } from '../../src/speaker/ports.ts'
import { assertSameChannel, assertType, signingMember } from '../../src/speaker/speaker.ts'

const code = (expected: string) => expect.objectContaining({ code: expected })

function member(of: string): KnownMember {
  return { code: of, name: of, kind: 'centre', division: '310000', endpoints: [], services: new Set() }
}

const shanghai = member('310000000000000')
const certificate = { thumbprint: 'sign' } as KnownCertificate

/** A directory with one signing certificate and one channel of each of two members. */
const directory = {
  version: 7,
  signing: (thumbprint: string) => (thumbprint === 'sign' ? { member: shanghai, certificate } : undefined),
  channel: (thumbprint: string) =>
    new Map([
      ['channel', shanghai],
      ['other channel', member('330100000000000')],
    ]).get(thumbprint),
} as DirectoryView

function token(changes: Partial<OpenedToken>): OpenedToken {
  return { type: 'hpf-request+jws', thumbprint: 'sign', ...changes } as OpenedToken
}

describe('who is speaking', () => {
  test('T36 a typ that does not belong here is TYPE_REFUSED, by its exact spelling', () => {
    expect(() => assertType(token({}), ['hpf-request+jws'])).not.toThrow()
    for (const type of ['hpf-answer+jws', 'HPF-REQUEST+JWS', 'application/hpf-request+jws', '']) {
      expect(() => assertType(token({ type }), ['hpf-request+jws'])).toThrow(code('TYPE_REFUSED'))
    }
  })

  test('a thumbprint that no member has is CERTIFICATE_UNKNOWN, and so is one of a channel', () => {
    expect(signingMember(token({}), directory)).toEqual({ member: shanghai, certificate })
    for (const thumbprint of ['nobody', 'channel', '']) {
      expect(() => signingMember(token({ thumbprint }), directory)).toThrow(code('CERTIFICATE_UNKNOWN'))
    }
  })

  test('a channel of another member, of nobody, or the signing certificate itself is CHANNEL_MISMATCH', () => {
    expect(() => assertSameChannel(shanghai, 'channel', directory)).not.toThrow()
    for (const thumbprint of ['other channel', 'nobody', 'sign']) {
      expect(() => assertSameChannel(shanghai, thumbprint, directory)).toThrow(code('CHANNEL_MISMATCH'))
    }
  })
})
