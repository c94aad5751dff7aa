import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import type { IssuedCertificate } from '../../../src/inbound/ports.ts'
import { verifyChain } from '../../../src/journal/verify-chain.ts'
import { withdrawalDigest } from '../../../src/journal/withdrawal-record.ts'
import type { Store } from '../../../src/store/store.ts'
import { issuedIn } from '../../support/issued-certificate.ts'
import { type Ground, stopStoreServers, storeKinds } from '../../support/store-grounds.ts'

/** Always the same: among the hashes of another key there is one with letters of the code in it. */
const master = Buffer.alloc(32, 7)
const now = Date.parse('2026-11-24T09:30:00+08:00')
const certificate: IssuedCertificate = {
  number: '31000020261124000001O',
  centre: '310000000000000',
  digest: 'digest of the certificate',
  validUntil: '2027-01-24',
}
const withdrawal = { number: certificate.number, at: now, reason: '职工信息录入有误' }

afterAll(stopStoreServers)

describe.each(storeKinds)('in $kind', (kind) => {
  let ground: Ground
  let store: Store
  /** Another instance of the same member. */
  let other: Store
  let exchangeId: string

  beforeEach(async () => {
    ground = await kind.ground()
    store = await ground.open(master)
    other = await ground.open(master)
    exchangeId = await issuedIn(store, certificate, now)
  })
  afterEach(() => ground.remove())

  describe('a certificate that was issued', () => {
    test('stands until it is withdrawn, and then every instance knows when and why', async () => {
      const issued = { ...certificate, exchangeId, withdrawn: undefined }
      expect(await other.certificates.issued(certificate.number)).toEqual(issued)
      const withdrawn = { ...issued, withdrawn: { at: now, reason: withdrawal.reason } }
      expect(await store.certificates.withdraw(withdrawal)).toEqual(withdrawn)
      expect(await other.certificates.issued(certificate.number)).toEqual(withdrawn)
    })

    test('is withdrawn once: the first time and reason stay, and the journal has one entry', async () => {
      const again = { ...withdrawal, at: now + 60_000, reason: '另一个原因' }
      await Promise.all([
        store.certificates.withdraw(withdrawal),
        store.certificates.withdraw(withdrawal),
        store.certificates.withdraw(withdrawal),
      ])
      const { withdrawn } = (await other.certificates.withdraw(again)) ?? {}
      expect(withdrawn).toEqual({ at: now, reason: withdrawal.reason })
      const entries = await Array.fromAsync(store.journal.all())
      expect(entries.map(({ kind, outcome }) => [kind, outcome])).toEqual([
        ['answered', 'issued'],
        ['withdrawn', 'revoked'],
      ])
      expect(verifyChain(entries).ok).toBe(true)
    })

    test('has its digest in the chain, and the reason only as a salted digest', async () => {
      await store.certificates.withdraw(withdrawal)
      const entry = (await store.journal.ofExchange(exchangeId)).at(-1)
      expect(entry).toMatchObject({ kind: 'withdrawn', exchangeId, answerDigest: certificate.digest })
      expect(entry?.requestDigest).not.toBe(withdrawalDigest(withdrawal, ''))
      expect(JSON.stringify(entry)).not.toContain(withdrawal.reason)
    })

    test('keeps the reason sealed', async () => {
      await store.certificates.withdraw(withdrawal)
      const [row] = await ground.sql('select reason from withdrawn_certificate')
      expect(Buffer.from(row?.['reason'] as Uint8Array).includes(Buffer.from('录入'))).toBe(false)
    })

    test('leaves the evidence of its exchange as it was', async () => {
      const before = await store.evidence.kept(exchangeId)
      await store.certificates.withdraw(withdrawal)
      expect(await store.evidence.kept(exchangeId)).toEqual(before)
    })
  })

  test('a number that was never issued here cannot be withdrawn', async () => {
    const unknown = { ...withdrawal, number: '31000020261124000002M' }
    expect(await store.certificates.withdraw(unknown)).toBeUndefined()
    expect(await store.certificates.issued(unknown.number)).toBeUndefined()
    expect(await Array.fromAsync(store.journal.all())).toHaveLength(1)
  })

  describe('a certificate on paper', () => {
    const printed = { number: certificate.number, code: 'JWEW-A1MB-6KNR', exchangeId: 'exchange', at: now }

    test('is found by number and code on every instance, and by nothing else', async () => {
      await store.printings.keep(printed)
      await store.printings.keep({ ...printed, at: now + 1 })
      const { printings } = other
      expect(await printings.exchangeOf(printed.number, printed.code)).toBe('exchange')
      expect(await printings.exchangeOf(printed.number, 'JWEW-A1MB-6KNS')).toBeUndefined()
      expect(await printings.exchangeOf('31000020261124000002M', printed.code)).toBeUndefined()
      expect(await ground.sql('select number from printed_certificate')).toHaveLength(1)
    })

    test('keeps no verification code that the store would tell', async () => {
      await store.printings.keep(printed)
      expect(JSON.stringify(await ground.sql('select * from printed_certificate'))).not.toMatch(/JWEW|6KNR/)
    })
  })
})
