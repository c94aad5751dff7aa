import { describe, expect, test } from '@jest/globals'
import { readDer, tag } from '../../src/trust/der/read.ts'
import { writeDer } from '../../src/trust/der/write.ts'
import { readName, type DistinguishedName } from '../../src/trust/names.ts'

type Attribute = readonly [oid: string, stringTag: number, value: Uint8Array | string]

const commonName = '0603550403'
const organisation = '060355040a'

function rdn(...attributes: readonly Attribute[]): Uint8Array {
  const encoded = attributes.map(([oid, stringTag, value]) =>
    writeDer(
      tag.sequence,
      Buffer.from(oid, 'hex'),
      writeDer(stringTag, typeof value === 'string' ? Buffer.from(value) : value),
    ),
  )
  return writeDer(tag.set, ...encoded.toSorted(Buffer.compare))
}

function name(...rdns: readonly Uint8Array[]): DistinguishedName {
  return readName(readDer(writeDer(tag.sequence, ...rdns)), 'name')
}

function cn(value: Uint8Array | string, stringTag: number = tag.utf8String): DistinguishedName {
  return name(rdn([commonName, stringTag, value]))
}

describe('comparing names by RFC 5280 §7.1', () => {
  test.each<[string, DistinguishedName, DistinguishedName]>([
    ['the case', cn('Root CA'), cn('ROOT ca')],
    ['white space at the ends and between', cn('  Root   CA '), cn('Root CA')],
    ['PrintableString and UTF8String', cn('Root CA', tag.printableString), cn('Root CA')],
    ['full-width letters', cn('ＲＯＯＴ'), cn('root')],
    [
      'the order within one relative name',
      name(rdn([commonName, tag.utf8String, 'a'], [organisation, tag.utf8String, 'b'])),
      name(rdn([organisation, tag.utf8String, 'b'], [commonName, tag.utf8String, 'a'])),
    ],
  ])('does not see %s', (_what, left, right) => {
    expect(left.key).toBe(right.key)
  })

  test.each<[string, DistinguishedName, DistinguishedName]>([
    ['another character', cn('苏州'), cn('蘇州')],
    ['white space within a word', cn('RootCA'), cn('Root CA')],
    [
      'the order of relative names',
      name(rdn([commonName, tag.utf8String, 'a']), rdn([organisation, tag.utf8String, 'b'])),
      name(rdn([organisation, tag.utf8String, 'b']), rdn([commonName, tag.utf8String, 'a'])),
    ],
    [
      'one relative name or two',
      name(rdn([commonName, tag.utf8String, 'a'], [organisation, tag.utf8String, 'b'])),
      name(rdn([commonName, tag.utf8String, 'a']), rdn([organisation, tag.utf8String, 'b'])),
    ],
    ['another attribute', name(rdn([organisation, tag.utf8String, 'a'])), cn('a')],
    [
      'a separator inside a value',
      cn('a","2.5.4.10=b'),
      name(rdn([commonName, tag.utf8String, 'a'], [organisation, tag.utf8String, 'b'])),
    ],
    ['another string type beside the two', cn(Buffer.from('a', 'utf16le').swap16(), tag.bmpString), cn('a')],
  ])('sees %s', (_what, left, right) => {
    expect(left.key).not.toBe(right.key)
  })
})

describe('showing names by RFC 4514', () => {
  test('puts the last part first and keeps Chinese', () => {
    const shown = name(rdn([organisation, tag.utf8String, '苏州']), rdn([commonName, tag.utf8String, '中心']))
    expect(shown.text).toBe('CN=中心,O=苏州')
  })

  test('escapes what would read as another name', () => {
    expect(cn(' a,O=b+"c"\\ ').text).toBe(String.raw`CN=\ a\,O=b\+\"c\"\\\ `)
    expect(cn('a\nb').text).toBe(String.raw`CN=a\0ab`)
  })

  test('decodes BMPString', () => {
    expect(cn(Buffer.from('公积金', 'utf16le').swap16(), tag.bmpString).text).toBe('CN=公积金')
  })

  test('refuses TeletexString, whose characters nobody agrees on', () => {
    expect(() => cn('a', tag.teletexString)).toThrow(
      expect.objectContaining({ code: 'CERTIFICATE_UNTRUSTED' }),
    )
  })

  test('refuses an empty relative name', () => {
    expect(() => name(rdn())).toThrow(expect.objectContaining({ code: 'CERTIFICATE_UNTRUSTED' }))
  })
})
