import { describe, expect, test } from '@jest/globals'
import { keyNamed, member, now } from '../trust/support/pki.ts'
import { anchor, hour, issuer, leaf, listDer, revoking } from '../trust/support/revocation.ts'
import { issuingPlace, issuingSource, keeping, memory, rootPlace, rootSource } from './keeping.ts'

const minute = 60_000

describe('a revocation that is published', () => {
  test('T59 of a member counts from the next look on, cached verdicts notwithstanding', async () => {
    const { keeper, publish, verdict } = keeping()
    await keeper.refresh()
    expect(verdict()).toBe('trusted')
    publish(issuingPlace, listDer(issuer, { thisUpdate: now, number: 8, ...revoking(leaf) }))
    expect(verdict()).toBe('trusted')
    await keeper.refresh()
    expect(verdict()).toBe('CERTIFICATE_REVOKED')
  })

  test('T60 of an authority counts for all below it', async () => {
    const { keeper, publish, verdict } = keeping()
    await keeper.refresh()
    publish(rootPlace, listDer(anchor, { thisUpdate: now, number: 8, ...revoking(issuer.certificate) }))
    await keeper.refresh()
    expect(verdict()).toBe('CERTIFICATE_REVOKED')
  })

  test('is told once, with how many there are', async () => {
    const { keeper, publish, told } = keeping()
    await keeper.refresh()
    await keeper.refresh()
    publish(issuingPlace, listDer(issuer, { thisUpdate: now, number: 8, ...revoking(leaf) }))
    await keeper.refresh()
    expect(told.findLast(([word]) => word === 'changed')).toEqual([
      'changed',
      { source: 'issuing', number: '8', revoked: 1, before: 0 },
    ])
    expect(told).toHaveLength(3)
  })

  test('T59 stays in force when an older list comes back', async () => {
    const { keeper, publish, verdict, told } = keeping()
    publish(issuingPlace, listDer(issuer, { thisUpdate: now, number: 8, ...revoking(leaf) }))
    await keeper.refresh()
    publish(issuingPlace, listDer(issuer, { thisUpdate: now, number: 7 }))
    await keeper.refresh()
    expect(verdict()).toBe('CERTIFICATE_REVOKED')
    expect(told.at(-1)).toMatchObject([
      'failed',
      { place: issuingPlace, detail: expect.stringContaining('number 7') },
    ])
  })
})

describe('T63 while a place gives nothing', () => {
  test('its last list serves for the grace, counting down, and not a moment longer', async () => {
    const { keeper, publish, verdict, at } = keeping()
    await keeper.refresh()
    publish(issuingPlace, undefined)
    at(now + 59 * minute)
    await keeper.refresh()
    expect(verdict()).toBe('trusted')
    expect(keeper.status()[1]).toMatchObject({ source: 'issuing', until: now + hour, failures: 1 })
    at(now + hour)
    expect(verdict()).toBe('trusted')
    at(now + hour + 1)
    expect(verdict()).toBe('REVOCATION_UNKNOWN')
  })

  test('it comes back as soon as the place does', async () => {
    const { keeper, publish, verdict, at, told } = keeping()
    await keeper.refresh()
    publish(issuingPlace, undefined)
    at(now + 2 * hour)
    await keeper.refresh()
    expect(verdict()).toBe('REVOCATION_UNKNOWN')
    publish(issuingPlace, listDer(issuer, { thisUpdate: now + 2 * hour, number: 9 }))
    await keeper.refresh()
    expect(verdict()).toBe('trusted')
    expect(told.at(-1)).toEqual(['back', { source: 'issuing', place: issuingPlace }])
  })

  test('the failure is told at first, when its kind changes, and every twentieth time', async () => {
    const { keeper, publish, told } = keeping()
    await keeper.refresh()
    told.length = 0
    publish(issuingPlace, undefined)
    for (let look = 0; look < 25; look += 1) await keeper.refresh()
    expect(told.map(([word]) => word)).toEqual(['failed', 'failed'])
    expect(told[0]?.[1]).toEqual({
      source: 'issuing',
      place: issuingPlace,
      secondsLeft: 3_600,
      code: 'SOURCE_UNAVAILABLE',
      detail: 'HTTP 404',
    })
    publish(issuingPlace, Buffer.from('<html>'))
    await keeper.refresh()
    expect(told).toHaveLength(3)
  })

  test('nobody is believed who was never known of', () => {
    expect(keeping().verdict()).toBe('REVOCATION_UNKNOWN')
  })
})

describe('a place that gives something else', () => {
  const impostor = { certificate: issuer.certificate, key: keyNamed('冒名') }

  test.each([
    ['T62 a list signed by somebody else', listDer(impostor, { number: 99, ...revoking(leaf) })],
    ['T62 a list of another issuer', listDer(anchor, { number: 99 })],
    ['a list of the future', listDer(issuer, { thisUpdate: now + 2 * minute, number: 99 })],
    ['T63 garbage', Buffer.from('<!doctype html>')],
    ['nothing at all', new Uint8Array()],
  ])('%s, does not move what is held', async (_what, bytes) => {
    const { keeper, publish, verdict, told } = keeping()
    await keeper.refresh()
    const before = keeper.generation()
    publish(issuingPlace, bytes)
    await keeper.refresh()
    expect(verdict()).toBe('trusted')
    expect(keeper.generation()).toBe(before)
    expect(told.at(-1)?.[0]).toBe('failed')
  })

  test('a list that was to be replaced by now is used within its grace, and the place counts as failing', async () => {
    const { keeper, publish, verdict, at } = keeping()
    publish(issuingPlace, listDer(issuer, { thisUpdate: now, nextUpdate: now + minute, number: 8 }))
    await keeper.refresh()
    at(now + 30 * minute)
    await keeper.refresh()
    expect(verdict()).toBe('trusted')
    expect(keeper.status()[1]).toMatchObject({ failures: 1, nextUpdate: now + minute })
  })
})

describe('a restart', () => {
  test('T63 during an outage keeps the grace that was left', async () => {
    const kept = memory()
    await keeping({ kept }).keeper.refresh()
    const later = keeping({ kept, time: now + 50 * minute })
    later.publish(rootPlace, undefined)
    later.publish(issuingPlace, undefined)
    await later.keeper.refresh()
    expect(later.verdict()).toBe('trusted')
    later.at(now + hour + 1)
    expect(later.verdict()).toBe('REVOCATION_UNKNOWN')
  })

  test('T59 does not forget a revocation when an older list is published meanwhile', async () => {
    const kept = memory()
    const first = keeping({ kept })
    first.publish(issuingPlace, listDer(issuer, { thisUpdate: now, number: 8, ...revoking(leaf) }))
    await first.keeper.refresh()
    const second = keeping({ kept })
    await second.keeper.refresh()
    expect(second.verdict()).toBe('CERTIFICATE_REVOKED')
  })

  test('what was kept and damaged is as if nothing had been kept', async () => {
    const kept = memory()
    await keeping({ kept }).keeper.refresh()
    for (const bytes of kept.files.values()) bytes[40] = (bytes[40] ?? 0) ^ 1
    const later = keeping({ kept })
    expect(later.verdict()).toBe('REVOCATION_UNKNOWN')
    await later.keeper.refresh()
    expect(later.verdict()).toBe('trusted')
  })
})

describe('sources', () => {
  test('are looked at where the configuration says and nowhere else', async () => {
    const { keeper, asked } = keeping()
    await keeper.refresh()
    expect(asked.toSorted()).toEqual([issuingPlace, rootPlace])
  })

  test('a place that is still being looked at is not asked again', async () => {
    let asked = 0
    const { promise, resolve } = Promise.withResolvers<Buffer>()
    const { keeper } = keeping({
      sources: [rootSource],
      fetch() {
        asked += 1
        return promise
      },
    })
    const looks = [keeper.refresh(), keeper.refresh()]
    resolve(Buffer.from(listDer(anchor)))
    await Promise.all(looks)
    expect(asked).toBe(1)
  })

  test('one of several copies is enough', async () => {
    const copies = { ...issuingSource, lists: ['http://gone.test/', issuingPlace] }
    const { keeper, verdict } = keeping({ sources: [rootSource, copies] })
    await keeper.refresh()
    expect(verdict()).toBe('trusted')
    expect(keeper.status()[1]).toMatchObject({ until: now + hour, failures: 1 })
  })

  test('an authority without one is refused, unless that is not required', async () => {
    const strict = keeping({ sources: [rootSource] })
    await strict.keeper.refresh()
    expect(strict.verdict()).toBe('REVOCATION_UNKNOWN')
    const loose = keeping({ sources: [rootSource], required: false })
    await loose.keeper.refresh()
    expect(loose.verdict()).toBe('trusted')
  })

  test('an authority that has one is required even so', async () => {
    const { keeper, publish, verdict } = keeping({ required: false })
    publish(issuingPlace, undefined)
    await keeper.refresh()
    expect(verdict()).toBe('REVOCATION_UNKNOWN')
  })

  test('a list of an authority that is not known yet serves once a path has shown it', async () => {
    const { keeper, verdict } = keeping({ authorities: [anchor.certificate] })
    await keeper.refresh()
    expect(verdict()).toBe('trusted')
  })

  test('T62 a false list that came first gives way once the authority is known', async () => {
    const impostor = { certificate: issuer.certificate, key: keyNamed('冒名') }
    const { keeper, publish, verdict } = keeping({ authorities: [anchor.certificate] })
    const right = listDer(issuer, { thisUpdate: now, number: 8 })
    publish(issuingPlace, listDer(impostor, { thisUpdate: now, number: 99 }))
    await keeper.refresh()
    expect(verdict()).toBe('REVOCATION_UNKNOWN')
    publish(issuingPlace, right)
    await keeper.refresh()
    expect(verdict()).toBe('trusted')
  })

  test('the moment that the data speaks of is the older one', async () => {
    const { keeper, publish, member: read } = keeping()
    publish(issuingPlace, listDer(issuer, { thisUpdate: now - 10 * minute, number: 8 }))
    await keeper.refresh()
    expect(read().assertTrusted(now)).toBe(now - 10 * minute)
    expect(read(member(issuer, { use: 'tls' })).assertTrusted(now, 'tls-client')).toBe(now - 10 * minute)
  })
})
