import { expect, test } from '@jest/globals'
import { type OwnListed, shownKeys } from '../../../src/console/board/keys.ts'
import { dayMs, now } from './facts.ts'

function key(thumbprint: string, from: number, days: number, changes: Partial<OwnListed> = {}): OwnListed {
  return {
    use: 'sign',
    thumbprint,
    subject: `CN=${thumbprint}`,
    notBefore: now + from * dayMs,
    notAfter: now + days * dayMs,
    inUse: false,
    retired: undefined,
    ...changes,
  }
}

test('each key has its stage of rotation, the one in use first', () => {
  const own = [
    key('gone', -400, 100, { retired: now - 1 }),
    key('going', -300, 60, { retired: now + 1 }),
    key('older', -200, 50),
    key('used', -100, 265, { inUse: true }),
    key('coming', -1, 364),
    key('channel', -1, 364, { use: 'tls', inUse: true }),
  ]
  expect(shownKeys(own, [], now).keys.map(({ kid, stage }) => `${kid} ${stage}`)).toEqual([
    'used current',
    'channel current',
    'coming next',
    'older retiring',
    'going retiring',
    'gone retired',
  ])
})

test('one that ends soon says how near that is and leads to the guide; one out of use does not', () => {
  const near = key('near', -100, 3, { inUse: true })
  const [shown, gone] = shownKeys([near, key('gone', -100, 3, { retired: now })], [], now).keys
  expect(shown).toMatchObject({
    daysLeft: 3,
    level: 'urgent',
    notAfter: '2026-11-27',
    guide: expect.stringContaining('#our-own-certificate'),
  })
  expect(gone).not.toHaveProperty('level')
})

test('anchors are shown with what is left of them', () => {
  const anchor = { subject: 'CN=根', thumbprint: 'A', notAfter: now + 10 * dayMs }
  expect(shownKeys([], [anchor], now).anchors).toEqual([
    { subject: 'CN=根', thumbprint: 'A', notAfter: '2026-12-04', daysLeft: 10 },
  ])
})
