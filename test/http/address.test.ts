import { describe, expect, test } from '@jest/globals'
import { addressOf } from '../../src/http/address.ts'

function from(socket: string | undefined, forwarded: string | undefined, ...proxies: string[]): string {
  const headers = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded }
  return addressOf({ socket: { remoteAddress: socket } as never, headers }, new Set(proxies))
}

describe('where a request comes from', () => {
  test.each([
    ['198.51.100.7', undefined, '198.51.100.7'],
    ['::ffff:198.51.100.7', undefined, '198.51.100.7'],
    ['2001:db8:0:1::5', undefined, '2001:db8:0:1'],
    ['2001:db8:0:1:ffff::9', undefined, '2001:db8:0:1'],
    ['::1', undefined, '0:0:0:0'],
    [undefined, undefined, 'unknown'],
  ])('is the other end of the connection: %s', (socket, forwarded, address) => {
    expect(from(socket, forwarded)).toBe(address)
  })

  test('T82 is not what a client says of itself', () => {
    expect(from('198.51.100.7', '203.0.113.1')).toBe('198.51.100.7')
    expect(from('198.51.100.7', '10.0.0.1', '10.0.0.1')).toBe('198.51.100.7')
  })

  test('is what the nearest proxy of ours saw, and not what was there before', () => {
    expect(from('10.0.0.1', '198.51.100.7', '10.0.0.1')).toBe('198.51.100.7')
    expect(from('10.0.0.1', '203.0.113.1, 198.51.100.7', '10.0.0.1')).toBe('198.51.100.7')
    expect(from('10.0.0.1', '203.0.113.1, 198.51.100.7, 10.0.0.2', '10.0.0.1', '10.0.0.2')).toBe(
      '198.51.100.7',
    )
    expect(from('::ffff:10.0.0.1', '2001:db8:0:1::5', '10.0.0.1')).toBe('2001:db8:0:1')
  })

  test('is the proxy itself where that tells nothing, or no address', () => {
    expect(from('10.0.0.1', undefined, '10.0.0.1')).toBe('10.0.0.1')
    expect(from('10.0.0.1', 'somebody', '10.0.0.1')).toBe('10.0.0.1')
    expect(from('10.0.0.1', '10.0.0.1', '10.0.0.1')).toBe('10.0.0.1')
  })
})
