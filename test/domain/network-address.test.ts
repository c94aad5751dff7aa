import { describe, expect, test } from '@jest/globals'
import { networkOf, plainAddress } from '../../src/domain/network-address.ts'

describe('an address', () => {
  test.each([
    ['198.51.100.7', '198.51.100.7'],
    [' ::ffff:198.51.100.7', '198.51.100.7'],
    ['2001:db8::1', '2001:db8::1'],
    ['unknown', 'unknown'],
  ])('%s is plainly %s', (address, plain) => {
    expect(plainAddress(address)).toBe(plain)
  })

  test.each([
    ['198.51.100.7', '198.51.100.7'],
    ['2001:db8:0:1::5', '2001:db8:0:1'],
    ['2001:0DB8:0:0001:ffff::9', '2001:db8:0:1'],
    ['2001:db8:0:1:2:3:4:5', '2001:db8:0:1'],
    ['::1', '0:0:0:0'],
  ])('%s stands for %s', (address, network) => {
    expect(networkOf(address)).toBe(network)
  })
})
