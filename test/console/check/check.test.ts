import { createPublicKey, randomBytes, randomInt } from 'node:crypto'
import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import type { Directory } from '../../../src/contracts/generated/types.ts'
import { certificateNumber } from '../../../src/domain/certificate-number.ts'
import { digestOf } from '../../../src/domain/digest.ts'
import { createKeySigner } from '../../../src/jws/signer.ts'
import { issuedToken } from '../../../src/evidence/issued-token.ts'
import { GatewayError } from '../../../src/errors.ts'
import { chinaDateTime } from '../../../src/clock.ts'
import { createRequestRate } from '../../../src/domain/request-rate.ts'
import type { ShownCheck } from '../../../src/console/shown/check.ts'
import type { Store } from '../../../src/store/store.ts'
import { issueMember, issueRoot } from '../../../src/trust/issue.ts'
import { newKey } from '../../../src/trust/keys.ts'
import {
  createCheckDesk,
  issuer,
  memberSeal,
  shownIn,
  statesIn,
  type CheckDesk,
} from '../../support/check-desk.ts'
import { asker, createEvidenceDesk, madeAt } from '../../support/evidence.ts'
import { issuedIn } from '../../support/issued-certificate.ts'
import { type Ground, sqliteGround } from '../../support/store-grounds.ts'

const master = randomBytes(32)
const never = certificateNumber(issuer, '2026-11-24', 77)
const evidence = createEvidenceDesk()
afterAll(() => evidence[Symbol.dispose]())
let ground: Ground
let store: Store
let desk: CheckDesk

beforeEach(async () => {
  ground = await sqliteGround()
  store = await ground.open(master)
  desk = createCheckDesk(store, evidence)
})
afterEach(async () => {
  await ground.remove()
})

const good = ['valid', 'holds', 'holds', 'holds']

describe('number and code from paper', () => {
  test('tell that all three hold, with the figures that are printed, the person masked, and no more', async () => {
    const { number, code } = await desk.printed()
    const answer = await desk.typed(number, code)
    expect(statesIn(answer)).toEqual(good)
    expect(shownIn(answer).figures).toEqual([
      { label: '编号', value: number },
      { label: '出具中心', value: '上海市公积金管理中心' },
      { label: '职工姓名', value: '骉*' },
      { label: '身份证号', value: '3101**********0011' },
      { label: '账户状态', value: '□正常　□封存　■欠缴　□其他' },
      { label: '月缴存额', value: '960.00 元（单位 480.00 元，个人 480.00 元）' },
      { label: '缴存余额', value: '4,408.76 元' },
      { label: '最近连续缴存时间', value: '2024年06月—2026年10月（29 个月）' },
      {
        label: '使用情况',
        value: '□无贷款记录\n■仅有一次贷款记录且贷款已还清\n□有两次以上（含两次）贷款记录且贷款已还清',
      },
      { label: '公积金贷款次数（含异地贷款）', value: '1 次' },
      { label: '累计贷款金额', value: '500,000.00 元' },
      { label: '未清偿贷款余额', value: '对方未提供' },
      { label: '出具日期', value: '2026年11月24日' },
      { label: '有效期至', value: '2027年01月24日' },
    ])
    expect(JSON.stringify(answer.body)).not.toMatch(/310101190001010011|㛃𬭎|310000000010|精密仪器/)
    expect(answer.headers['cache-control']).toBe('no-store')
  })

  test('show every row about loans, which is what a paper is forged for, fraud too where it is told', async () => {
    const loans = { unsettled: true, unsettledBalance: 12_345_600, fraud: true }
    const { number, code } = await desk.printed({ facts: { asOf: '2026-11-24T09:59:58+08:00', loans } })
    const figures = shownIn(await desk.typed(number, code)).figures ?? []
    const values = Object.fromEntries(figures.map(({ label, value }) => [label, value]))
    expect(values).toMatchObject({
      使用情况: expect.stringContaining('（有未结清贷款）'),
      未清偿贷款余额: '123,456.00 元',
      骗提骗贷记录: '有',
    })
  })

  test('have the issuer’s own words in one line, with nothing in them that nobody sees', async () => {
    const { number, code } = await desk.printed({ issuer: '上海\u202e市\n公积金管理中心' })
    const figures = shownIn(await desk.typed(number, code)).figures
    expect(figures).toContainEqual({ label: '出具中心', value: '上海市 公积金管理中心' })
  })

  test('ask the issuing centre by number and digest, with nothing of the person', async () => {
    const { number, code, token } = await desk.printed()
    await desk.typed(number, code)
    expect(desk.asked).toEqual([
      {
        to: [issuer],
        service: 'deposit-certificate.verify',
        purpose: 'remote-housing-loan',
        deadlineSeconds: 5,
        body: { number, digest: digestOf(token) },
      },
    ])
  })

  test('are understood as people type them', async () => {
    const { number, code } = await desk.printed()
    const typed = `${number.slice(0, 6).replaceAll('0', 'o')} ${number.slice(6)}`
    expect(statesIn(await desk.typed(typed, ` ${code.toLowerCase().replaceAll('-', ' ')}`))).toEqual(good)
  })

  test('are found where the certificate was issued here, printed or not, and our own books tell of it', async () => {
    const { number, code, token, bundle } = await desk.printed()
    await ground.sql('delete from printed_certificate')
    expect((await desk.typed(number, code)).body).toMatchObject({ code: 'CHECK_UNKNOWN' })
    const certificate = { number, centre: issuer, digest: digestOf(token), validUntil: '2027-01-24' }
    desk.bundles.set(await issuedIn(store, certificate, madeAt), bundle)
    expect(statesIn(await desk.typed(number, code))).toEqual(good)
    expect((await desk.typed(number, '0000-0000-0000')).body).toMatchObject({ code: 'CHECK_UNKNOWN' })
    await store.certificates.withdraw({ number, at: madeAt, reason: '职工信息录入有误' })
    const { overall, verdicts } = shownIn(await desk.typed(number, code))
    expect([overall, verdicts.notRevoked]).toEqual([
      'revoked',
      { state: 'fails', why: 'revoked', at: '2026-11-24T10:00:00+08:00' },
    ])
    expect(desk.asked).toEqual([])
  })
})

describe('T127 what is not known', () => {
  test('is one answer for another code, an unknown number, and a code of another certificate', async () => {
    const { number, code } = await desk.printed()
    const other = await desk.printed({ number: certificateNumber(issuer, '2026-11-24', 2) })
    const wrong = code.startsWith('0') ? `1${code.slice(1)}` : `0${code.slice(1)}`
    const answers = await Promise.all([
      desk.typed(number, wrong),
      desk.typed(never, code),
      desk.typed(other.number, code),
      desk.typed(never, wrong),
    ])
    const told = answers.map(({ status, body, headers }) => {
      const { requestId: _, ...problem } = body as Record<string, unknown>
      return JSON.stringify([status, problem, Object.keys(headers).sort()])
    })
    expect(new Set(told).size).toBe(1)
    expect(answers[0]?.status).toBe(404)
    expect(answers[0]?.body).toMatchObject({ code: 'CHECK_UNKNOWN' })
    expect(desk.asked).toEqual([])
  })

  test('takes as long however little there was to do, and what is known is not held up', async () => {
    const waits: number[] = []
    desk = createCheckDesk(store, evidence, { pause: async (ms) => void waits.push(ms) })
    const { number, code } = await desk.printed()
    await desk.typed(number, code)
    expect(waits).toEqual([])
    await desk.typed(number, code.replace(/.$/, code.endsWith('0') ? '1' : '0'))
    await desk.typed(never, code)
    expect(waits).toEqual([250, 250])
  })

  test('stays that where what is kept was altered', async () => {
    const altered = () => Promise.reject(new GatewayError('EVIDENCE_INVALID', { where: 'stored messages' }))
    desk = createCheckDesk(store, evidence, { evidence: altered })
    const { number, code } = await desk.printed()
    expect((await desk.typed(number, code)).body).toMatchObject({ code: 'CHECK_UNKNOWN' })
  })

  test.each([
    ['31000020261124000001P', 'JWEW-A1MB-6KNR'],
    [never, 'JWEW-A1MB-6KN'],
    ['', 'JWEW-A1MB-6KNR'],
    ['x'.repeat(65), 'JWEW-A1MB-6KNR'],
  ])('is not looked for where it is not written so: %j %j', async (number, code) => {
    const { status, body } = await desk.typed(number, code)
    expect([status, (body as { code: string }).code]).toEqual([422, 'CHECK_INVALID'])
  })
})

describe('tries', () => {
  test('from one address are 30 within 60 s, whatever they are for', async () => {
    const from = '203.0.113.7'
    const codes: number[] = []
    for (let i = 0; i < 31; i += 1) {
      codes.push(
        (await (i % 2 ? desk.document(Buffer.from('x'), from) : desk.typed(`${i}`, 'x', from))).status,
      )
    }
    expect(codes.slice(0, 30)).not.toContain(429)
    expect(codes[30]).toBe(429)
    const refused = await desk.typed(never, 'JWEW-A1MB-6KNR', from)
    expect(refused.body).toMatchObject({ code: 'CHECK_BUSY' })
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0)
    expect((await desk.typed(never, 'JWEW-A1MB-6KNR', '203.0.113.8')).status).toBe(404)
    desk.now += 61_000
    expect((await desk.typed(never, 'JWEW-A1MB-6KNR', from)).status).toBe(404)
  })

  test('for one number are not counted: nobody uses up those of whoever has the paper', async () => {
    const { number, code } = await desk.printed()
    for (let i = 0; i < 40; i += 1) {
      expect((await desk.typed(number, '0000-0000-0000', `198.51.100.${i}`)).status).toBe(404)
    }
    expect(statesIn(await desk.typed(number, code, '192.0.2.1'))).toEqual(good)
  })

  test('of addresses that a client makes up count as its own', async () => {
    desk = createCheckDesk(store, evidence, { trustedProxies: [] })
    for (let i = 0; i < 30; i += 1) await desk.typed(`${i}`, 'x', `198.51.100.${i}`)
    expect((await desk.typed(never, 'x', '192.0.2.1')).status).toBe(429)
  })
})

describe('many checks of one certificate, from however many addresses', () => {
  test('ask its centre 60 times within 60 s, and are told then what it said last', async () => {
    const { number, code, pdf } = await desk.printed()
    for (let i = 0; i < 59; i += 1) expect(statesIn(await desk.typed(number, code))).toEqual(good)
    desk.standing = { outcome: 'revoked', revokedAt: '2026-11-25T08:00:00+08:00' }
    for (let i = 0; i < 10; i += 1) {
      const answer = i % 2 ? await desk.typed(number, code) : await desk.document(pdf)
      expect(statesIn(answer)[0]).toBe('revoked')
    }
    expect(desk.asked).toHaveLength(60)
    const other = await desk.printed({ number: certificateNumber(issuer, '2026-11-24', 2) })
    await desk.typed(other.number, other.code)
    expect(desk.asked).toHaveLength(61)
    desk.now += 61_000
    await desk.typed(number, code)
    expect(desk.asked).toHaveLength(62)
  })

  test('are told that it could not be asked where it said nothing here: another gateway of the same store asked', async () => {
    const rate = createRequestRate()
    desk = createCheckDesk(store, evidence, { rate })
    const beside = createCheckDesk(store, evidence, { rate })
    const { number, code, bundle } = await desk.printed()
    beside.bundles.set(bundle.exchangeId, bundle)
    for (let i = 0; i < 60; i += 1) await desk.typed(number, code, `198.51.100.${i}`)
    const { overall, verdicts } = shownIn(await beside.typed(number, code, '192.0.2.1'))
    expect([overall, verdicts.notRevoked]).toEqual(['not-told', { state: 'not-told', why: 'not-reached' }])
    expect(beside.asked).toEqual([])
  })
})

describe('a file', () => {
  test('that is as it was printed: all three hold', async () => {
    const { pdf } = await desk.printed()
    const answer = await desk.document(pdf)
    expect(statesIn(answer)).toEqual(good)
    expect(shownIn(answer).figures?.[2]).toEqual({ label: '职工姓名', value: '骉*' })
    expect(shownIn(answer).seal).toEqual([
      { label: '电子签名', value: '上海市公积金管理中心' },
      { label: '签名时间', value: '2026年11月24日 10:01' },
    ])
  })

  test('printed by the centre that received it, too, and it is told by whom: apart from the issuer, by the name in the directory', async () => {
    const printer = { code: issuer, name: '上海市公积金管理中心' }
    const { pdf } = await desk.printed({}, { ...memberSeal(asker, evidence), printer })
    const answer = await desk.document(pdf)
    expect(statesIn(answer)).toEqual(good)
    const { seal, figures } = shownIn(answer)
    expect(seal?.[0]).toEqual({ label: '本打印件电子签名', value: '江苏省省级机关住房资金管理中心' })
    expect(figures?.[1]).toEqual({ label: '出具中心', value: '上海市公积金管理中心' })
  })

  test('that no member sealed, or that was changed since, names nobody as its printer; nor does what was typed', async () => {
    const { pdf, number, code } = await desk.printed()
    const foreign = await desk.printed({}, stranger())
    const changed = Buffer.concat([pdf, Buffer.from('\n')])
    for (const file of [foreign.pdf, changed]) {
      expect(shownIn(await desk.document(file))).not.toHaveProperty('seal')
    }
    expect(shownIn(await desk.typed(number, code))).not.toHaveProperty('seal')
  })

  test.each([
    ['a minute to come', 60_000, 'valid'],
    ['more than a minute to come', 61_000, 'issuer-unconfirmed'],
    ['months to come', 120 * 86_400_000, 'issuer-unconfirmed'],
  ])('sealed at a time that is %s by our clock', async (_, ahead, overall) => {
    const { pdf } = await desk.printed({}, { at: desk.now + ahead })
    expectSealTime(shownIn(await desk.document(pdf)), overall)
  })

  test.each([
    ['a minute before', 60_000, 'valid'],
    ['more than a minute before', 61_000, 'issuer-unconfirmed'],
  ])('sealed %s the certificate in it was issued', async (_, before, overall) => {
    const { pdf } = await desk.printed({ issuedAt: chinaDateTime(madeAt) }, { at: madeAt - before })
    expectSealTime(shownIn(await desk.document(pdf)), overall)
  })

  test('with one byte changed at 200 places: the first verdict fails, and the original says what was there', async () => {
    const { pdf } = await desk.printed()
    const seen = new Map<string, number>()
    for (let i = 0; i < 200; i += 1) {
      const at = randomInt(pdf.length)
      const changed = Buffer.from(pdf)
      changed[at] = (changed[at] ?? 0) ^ (1 << (i % 8))
      const answer = await desk.document(changed)
      const states = statesIn(answer)
      expect([at, ...states.slice(0, 2)]).toEqual([at, 'altered', 'fails'])
      seen.set(states.slice(2).join(), (seen.get(states.slice(2).join()) ?? 0) + 1)
    }
    // The other two are told by the original in it, unless it was that which was hit.
    expect([...seen.keys()].sort()).toEqual(expect.arrayContaining(['holds,holds']))
    for (const states of seen.keys()) expect(['holds,holds', 'not-told,not-told']).toContain(states)
    expect(seen.get('holds,holds')).toBeGreaterThan(150)
  })

  test('whose original is of another certificate is not taken for unaltered', async () => {
    const other = await desk.printed({ number: certificateNumber(issuer, '2026-11-24', 2) })
    const { pdf } = await desk.printed({}, { token: other.token })
    const { overall, verdicts } = shownIn(await desk.document(pdf))
    expect([overall, verdicts.unaltered]).toEqual(['altered', { state: 'fails', why: 'original-unreadable' }])
  })

  test.each([
    ['a text', Buffer.from('hello'), 422, 'DOCUMENT_UNKNOWN'],
    ['nothing', Buffer.alloc(0), 422, 'DOCUMENT_UNKNOWN'],
    ['too much', Buffer.alloc(1024 * 1024 + 1), 413, 'BODY_TOO_LARGE'],
  ])('that is %s gets a calm answer', async (_, file, status, code) => {
    const answer = await desk.document(file)
    expect([answer.status, (answer.body as { code: string }).code]).toEqual([status, code])
    expect(desk.asked).toEqual([])
  })
})

describe('whether it was revoked', () => {
  test.each([
    [{ outcome: 'valid', validUntil: '2027-01-24' }, 'valid', { state: 'holds' }],
    [
      { outcome: 'revoked', validUntil: '2027-01-24', revokedAt: '2026-11-25T08:00:00+08:00' },
      'revoked',
      { state: 'fails', why: 'revoked', at: '2026-11-25T08:00:00+08:00' },
    ],
    [{ outcome: 'unknown' }, 'issuer-unconfirmed', { state: 'fails', why: 'not-known' }],
    [{ outcome: 'altered' }, 'issuer-unconfirmed', { state: 'fails', why: 'not-known' }],
    [undefined, 'not-told', { state: 'not-told', why: 'not-reached' }],
  ])('the issuing centre tells: %j', async (standing, overall, verdict) => {
    const { number, code, pdf } = await desk.printed()
    desk.standing = standing
    for (const answer of [await desk.typed(number, code), await desk.document(pdf)]) {
      const { verdicts, ...shown } = shownIn(answer)
      expect([shown.overall, verdicts.notRevoked]).toEqual([overall, verdict])
      expect([verdicts.unaltered.state, verdicts.issuerTrusted.state]).toEqual(['holds', 'holds'])
    }
  })

  test('is not asked of ourselves: what we never issued in our own name is not known', async () => {
    desk.deps.self.code = issuer
    const { number, code } = await desk.printed()
    const { verdicts } = shownIn(await desk.typed(number, code))
    expect(verdicts.notRevoked).toEqual({ state: 'fails', why: 'not-known' })
    expect(desk.asked).toEqual([])
  })

  test('is asked also of one that has expired', async () => {
    const { number, code } = await desk.printed()
    desk.now = Date.parse('2027-01-25T00:00:00+08:00')
    desk.standing = { outcome: 'expired', validUntil: '2027-01-24' }
    expect(statesIn(await desk.typed(number, code))).toEqual(['expired', 'holds', 'holds', 'holds'])
    desk.standing = { outcome: 'revoked', revokedAt: '2026-12-01T00:00:00+08:00' }
    expect(statesIn(await desk.typed(number, code))[0]).toBe('revoked')
  })
})

describe('who issued it', () => {
  test('is not trusted once the directory lists its certificate no more; the file is still unaltered', async () => {
    const { number, code, pdf } = await desk.printed()
    desk.publish(withoutSigning)
    for (const answer of [await desk.typed(number, code), await desk.document(pdf)]) {
      const { overall, verdicts } = shownIn(answer)
      expect(overall).toBe('issuer-unconfirmed')
      expect(verdicts.unaltered).toEqual({ state: 'holds' })
      expect(verdicts.issuerTrusted).toEqual({ state: 'fails', why: 'not-listed' })
    }
    expect(desk.asked).toEqual([])
  })

  test('is not trusted where the directory of the time of issue did not list it for that centre', async () => {
    const { number, code, bundle } = await desk.printed()
    const directory = evidence.directory(withoutSigning)
    desk.bundles.set(bundle.exchangeId, { ...bundle, directory })
    const { verdicts } = shownIn(await desk.typed(number, code))
    expect(verdicts.issuerTrusted).toEqual({ state: 'fails', why: 'not-listed' })
  })

  test('is not trusted where a stranger put it on paper, however genuine the original is', async () => {
    const { pdf } = await desk.printed({}, stranger())
    const { overall, verdicts } = shownIn(await desk.document(pdf))
    expect(overall).toBe('issuer-unconfirmed')
    expect(verdicts.unaltered).toEqual({ state: 'not-told', why: 'sealer-unknown' })
    expect(verdicts.issuerTrusted).toEqual({ state: 'fails', why: 'not-listed' })
  })

  test('is not trusted where another centre signed in its name', async () => {
    const { answer } = evidence.bundle({ certificateSigner: '340100000000000' })
    const token = issuedToken(answer, desk.deps.contracts)
    const { pdf } = await desk.printed({}, { ...(token && { token }) })
    expect(shownIn(await desk.document(pdf)).verdicts.issuerTrusted).toEqual({
      state: 'fails',
      why: 'not-listed',
    })
  })

  test.each([
    ['CERTIFICATE_REVOKED', 'issuer-unconfirmed', { state: 'fails', why: 'signer-revoked' }],
    ['REVOCATION_UNKNOWN', 'issuer-unconfirmed', { state: 'not-told' }],
    ['CERTIFICATE_UNTRUSTED', 'valid', { state: 'holds' }],
  ] as const)('is judged by what is known of its certificate now: %s', async (code, overall, verdict) => {
    const { number, code: typed } = await desk.printed()
    const { view } = desk
    desk.view = {
      ...view,
      signing(thumbprint) {
        const known = view.signing(thumbprint)
        const assertTrusted = () => {
          throw new GatewayError(code)
        }
        return known && { ...known, certificate: { ...known.certificate, assertTrusted } }
      },
    }
    const shown = shownIn(await desk.typed(number, typed))
    expect([shown.overall, shown.verdicts.issuerTrusted]).toEqual([overall, verdict])
  })
})

/** Who signed the original is another matter: of a time that cannot be true the first two verdicts say nothing. */
function expectSealTime({ overall, verdicts }: ShownCheck, expected: string): void {
  const impossible = expected === 'valid' ? { state: 'holds' } : { state: 'fails', why: 'seal-time' }
  expect([overall, verdicts.unaltered, verdicts.issuerTrusted]).toEqual([
    expected,
    { state: 'holds' },
    impossible,
  ])
}

/** The directory as it lists no signing certificate for the issuing centre. */
function withoutSigning({ members, ...directory }: Directory): Directory {
  return {
    ...directory,
    members: members.map(({ certificates, ...member }) => ({
      ...member,
      certificates: certificates.filter(({ use }) => member.code !== issuer || use !== 'sign'),
    })),
  }
}

/** Signs with a key of nobody, under an authority of its own. */
function stranger() {
  const validity = { notBefore: madeAt - 3_600_000, notAfter: madeAt + 86_400_000 }
  const root = issueRoot({ subject: { organisation: '根' }, key: newKey('P-256'), ...validity })
  const key = newKey('P-256')
  const subject = { organisation: '上海市公积金管理中心', memberCode: issuer }
  const leaf = issueMember(root, { subject, publicKey: createPublicKey(key), use: 'sign', ...validity })
  return { signer: createKeySigner(key), chain: [leaf.der] }
}
