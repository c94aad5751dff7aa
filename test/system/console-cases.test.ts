import { randomUUIDv7 } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import type {
  Revealed,
  ShownAccess,
  ShownCase,
  ShownCentres,
  ShownCertificate,
  ShownWaiting,
} from '../../src/console/shown/cases.ts'
import type { ConsoleCase, EvidenceBundle } from '../../src/contracts/generated/types.ts'
import { verifyChain } from '../../src/journal/verify-chain.ts'
import { isHeldAt, personas } from '../../src/sandbox/personas.ts'
import { gateway } from '../support/cli.ts'
import type { BrowserAnswer } from '../support/console-browser.ts'
import { caseEvents } from '../support/console-events.ts'
import { type AtConsole, codeOf, signIn, startProvider } from '../support/console-sign-in.ts'
import { http, memberOf } from '../support/member-client.ts'
import {
  type GatewayProcess,
  hangzhou,
  hefei,
  jiangsu,
  prepareFederation,
  shanghai,
  type TestFederation,
} from '../support/sandbox.ts'
import { openBehind } from '../support/open-behind.ts'

// Four gateways and a provider, beside whatever else runs.
jest.setTimeout(120_000)

let federation: TestFederation
let here: GatewayProcess
let officer: AtConsole
let supervisor: AtConsole
let otherOfficer: AtConsole
let auditor: AtConsole
/** Everything that was told to anybody, with who asked and for what, but for what was revealed. */
const told: { path: string; body: string }[] = []

beforeAll(async () => {
  federation = await prepareFederation()
  const [started] = await Promise.all([
    federation.start(jiangsu, { env: { GATEWAY_LOG_LEVEL: 'debug' } }),
    federation.start(shanghai),
    federation.start(hefei),
    startProvider(federation),
  ])
  here = started
  officer = await signIn(federation, 'lin.yue')
  supervisor = await signIn(federation, 'xu.ning')
  otherOfficer = await signIn(federation, 'zhou.hang')
  auditor = await signIn(federation, 'he.jing')
})
afterAll(() => federation.close())

const [normal] = personas

function entry(personaId = normal?.id, changes: Partial<ConsoleCase> = {}): ConsoleCase {
  const persona = personas.find(({ id }) => id === personaId)
  if (!persona) throw new RangeError('no such persona')
  return {
    person: { ...persona.person },
    centres: [shanghai],
    purpose: 'remote-housing-loan',
    basis: { kind: 'consent', reference: `SQS-${randomUUIDv7().slice(-8)}`, expires: '2099-12-31' },
    ...changes,
  }
}

async function asked<T>(path: string, at = officer): Promise<T> {
  return heard<T>(path, await at.get(`/console/v1/${path}`))
}

async function sent<T>(path: string, body: object = {}, at = officer): Promise<T> {
  const headers = { 'idempotency-key': randomUUIDv7() }
  return heard<T>(path, await at.post(`/console/v1/${path}`, body, headers))
}

function heard<T>(path: string, { status, body }: BrowserAnswer): T {
  if (!path.endsWith('/reveal')) told.push({ path, body })
  if (status >= 300) throw new Error(`${path}: ${status} ${body}`)
  return JSON.parse(body) as T
}

async function enter(entered: ConsoleCase, at = officer): Promise<string> {
  return (await sent<{ id: string }>('cases', entered, at)).id
}

/** The case, once nothing more comes by itself, or its centres stand so; and all that is told on the way there. */
async function reached(id: string, ...states: string[]): Promise<ShownCase> {
  for await (const shown of caseEvents(federation, officer, id)) {
    told.push({ path: `cases/${id}/events`, body: JSON.stringify(shown) })
    const now = shown.centres.map(({ state }) => state)
    if (states.length > 0 ? now.join() === states.join() : shown.ended) return shown
  }
  throw new Error('the events ended')
}

const certificatePath = (id: string, centre: string = shanghai) => `cases/${id}/centres/${centre}/certificate`

/** A row of the store changed behind the gateway's back. */
function alter(sql: string, ...parameters: (string | Uint8Array)[]): void {
  using database = openBehind(federation.of(jiangsu).store)
  expect(database.prepare(sql).run(...parameters).changes).toBe(1)
}

describe('an officer', () => {
  test('asks centres of which one is down, and has the others’ certificates at once', async () => {
    const { provinces } = await asked<ShownCentres>('centres')
    expect(provinces.map(({ name }) => name)).toEqual(['上海市', '江苏省', '浙江省', '安徽省'])
    const id = await enter(entry('normal', { centres: [shanghai, hefei, hangzhou] }))
    const shown = await reached(id, 'answered', 'answered', 'not-asked')
    expect(shown.centres).toMatchObject([
      { code: shanghai, certificate: { status: 'normal', monthCount: expect.any(Number) } },
      { code: hefei, certificate: { number: expect.stringMatching(/^340100/) } },
      { code: hangzhou, problem: { code: expect.stringMatching(/^PEER_/) } },
    ])
    expect(shown.centres[2]).not.toHaveProperty('certificate')
  })

  test('sees of a certificate what it proves, its facts and its months, masked', async () => {
    const id = await enter(entry('gap', { centres: [shanghai] }))
    await reached(id)
    const shown = await asked<ShownCertificate>(certificatePath(id))
    const { findings, holds } = shown.verdict
    expect([holds, findings.filter(({ ok }) => !ok)]).toEqual([true, []])
    expect(findings.map(({ check }) => check)).toEqual(
      expect.arrayContaining([
        'directory.signature',
        'answer.bound',
        'certificate.signature',
        'certificate.trusted',
        'journal.digests',
        'certificate.revoked-now',
      ]),
    )
    expect(shown).toMatchObject({
      person: { name: '蒋*', idNumber: '3101**********0134' },
      issuer: { code: shanghai, name: '上海市公积金管理中心' },
      addressee: { code: jiangsu },
      expired: false,
      stale: false,
      facts: { account: { number: expect.stringMatching(/^\*+\d{4}$/) }, balance: {} },
      signer: { thumbprint: memberOf(federation, shanghai).thumbprint },
      gaps: [{ from: expect.any(String), to: expect.any(String) }],
      ruleVersion: expect.any(String),
    })
    const states = shown.months?.flatMap((year) => year.states) ?? []
    expect(states.filter((state) => state === 'gap')).toHaveLength(1)
    expect(states.length % 12).toBe(0)
    expect(shown.eligibility.map(({ rule }) => rule)).toContain('continuous-six-months')
  })

  test('is told that a centre has an account and issues no certificate', async () => {
    const { centres } = await reached(await enter(entry('closed')))
    expect(centres).toMatchObject([{ state: 'refused', notIssued: '账户已销户，不出具证明' }])
  })

  test('puts what is down on the waiting list, and is told when it is back', async () => {
    const id = await enter(entry('two-cities', { centres: [shanghai], wait: [hangzhou] }))
    await reached(id, 'answered', 'waiting')
    const { waiting } = await asked<ShownWaiting>('waiting')
    expect(waiting).toMatchObject([{ caseId: id, person: { name: '苏*' }, centre: { code: hangzhou } }])
    await federation.start(hangzhou)
    let back = await asked<ShownWaiting>('waiting')
    for await (const { ended } of caseEvents(federation, officer, id)) {
      if (ended) back = await asked<ShownWaiting>('waiting')
      if (back.returned.length > 0) break
    }
    expect(back).toMatchObject({
      waiting: [],
      returned: [{ caseId: id, centre: { code: hangzhou }, state: 'answered' }],
    })
    expect((await asked<ShownWaiting>('waiting', otherOfficer)).returned).toEqual([])
    await sent('waiting/seen', { mark: back.mark })
    expect((await asked<ShownWaiting>('waiting')).returned).toEqual([])
  })
})

describe('a full name and number', () => {
  test('are given for a reason only, and who had them is in the journal, whose chain holds', async () => {
    const id = await enter(entry('sealed'))
    await reached(id)
    const { exchangeId } = await asked<ShownCertificate>(certificatePath(id))
    const path = `/console/v1/${certificatePath(id)}/reveal`
    expect(codeOf(await officer.post(path, { reason: ' 核对 ' }))).toBe('REASON_REQUIRED')
    expect(codeOf(await auditor.post(path, { reason: '核对贷款申请' }))).toBe('CONSOLE_FORBIDDEN')
    expect(codeOf(await otherOfficer.post(path, { reason: '核对贷款申请' }))).toBe('CASE_UNKNOWN')
    expect(await journalKinds(exchangeId)).toEqual(['asked sent', 'concluded issued'])
    const revealed = await sent<Revealed>(`${certificatePath(id)}/reveal`, { reason: '核对贷款申请' })
    expect(revealed).toEqual({
      person: { name: '顾长宁', idNumber: '31010119000101002X' },
      accountNumber: expect.stringMatching(/^\d{8,}$/),
      seconds: 60,
    })
    expect(await journalKinds(exchangeId)).toEqual(['asked sent', 'concluded issued', 'looked reveal'])
    const [, , looked] = (await federation.journal(jiangsu)).filter((each) => each.exchangeId === exchangeId)
    expect(looked).toMatchObject({ operator: officer.session.person.staff, audience: shanghai })
    expect(verifyChain(await federation.journal(jiangsu))).toMatchObject({ ok: true })
    const verified = await gateway(['journal', 'verify', '--config', federation.of(jiangsu).config])
    expect([verified.code, verified.err]).toEqual([0, ''])
  })

  test('leave the evidence as it was: it verifies, and does not tell who looked', async () => {
    const looked = (await federation.journal(jiangsu)).find(({ kind }) => kind === 'looked')
    const answer = await http({
      port: federation.of(jiangsu).ports.office,
      path: `/office/v1/exchanges/${looked?.exchangeId}/evidence`,
      method: 'GET',
      tls: memberOf(federation, jiangsu).office,
    })
    const bundle = JSON.parse(answer.body.toString()) as EvidenceBundle
    expect(bundle.journal.map(({ kind }) => kind)).toEqual(['asked', 'concluded'])
    const file = join(federation.folder, 'bundle.json')
    writeFileSync(file, answer.body)
    const judged = await gateway(['verify', file, '--config', federation.of(jiangsu).config], {
      now: Date.now(),
    })
    expect([judged.code, judged.err]).toEqual([0, ''])
  })

  test('are told to supervisors of the branch and to auditors, with the reason', async () => {
    const entries = async (at: AtConsole) => (await asked<ShownAccess>('access', at)).entries
    for (const at of [supervisor, auditor]) {
      const revealed = (await entries(at)).find(({ action }) => action === 'reveal')
      expect(revealed).toMatchObject({
        name: '林悦',
        role: 'officer',
        branch: { code: 'jinling', name: '金陵管理部' },
        centre: { code: shanghai },
        reason: '核对贷款申请',
      })
    }
    expect(codeOf(await officer.get('/console/v1/access'))).toBe('CONSOLE_FORBIDDEN')
  })

  test.each([
    ['zero-width spaces', '\u200b'.repeat(4), 'REASON_REQUIRED'],
    ['accents over nothing', '\u0301'.repeat(4), 'REASON_REQUIRED'],
    ['characters that hide others', '\u202e核对贷款\u0000\u0007', 'CASE_INVALID'],
  ])('are not given for a reason that nobody can read: %s', async (_, reason, code) => {
    const id = await enter(entry())
    await reached(id)
    expect(codeOf(await officer.post(`/console/v1/${certificatePath(id)}/reveal`, { reason }))).toBe(code)
  })

  test.each([
    '310101 19000101 0011 核对',
    '310101-19000101-0011',
    '３１０１０１１９０００１０１００１１',
    '沈 清 和 310101.19000101.0011',
  ])('T126 are not in the reason that is kept: %s', async (reason) => {
    const id = await enter(entry())
    await reached(id)
    await sent<Revealed>(`${certificatePath(id)}/reveal`, { reason })
    const { entries } = await asked<ShownAccess>('access', auditor)
    const kept = entries.find(({ action, caseId }) => action === 'reveal' && caseId === id)?.reason
    expect(kept).toContain('3101**********0011')
    expect(kept?.normalize('NFKC')).not.toMatch(/19000101|0001010011|沈 清 和/)
  })

  async function journalKinds(exchangeId: string): Promise<string[]> {
    const entries = await federation.journal(jiangsu)
    return entries
      .filter((each) => each.exchangeId === exchangeId)
      .map(({ kind, outcome }) => `${kind} ${outcome}`)
  }
})

describe('a certificate that does not hold', () => {
  test.each<[string, (exchangeId: string) => void]>([
    [
      'because a byte of the kept answer was changed',
      (exchangeId) =>
        alter(
          "update exchange set answer = substr(answer, 1, 40) || x'00' || substr(answer, 42) where id = ?",
          exchangeId,
        ),
    ],
    [
      'because its journal entry was changed',
      (exchangeId) =>
        alter(
          "update journal set outcome = 'no-record' where exchange_id = ? and kind = 'concluded'",
          exchangeId,
        ),
    ],
    [
      'because another directory was put in its place',
      (exchangeId) => alter('update exchange set directory_version = 999 where id = ?', exchangeId),
    ],
  ])('is told as such, and gives no fact, %s', async (_, spoil) => {
    const id = await enter(entry())
    await reached(id)
    const before = await asked<ShownCertificate>(certificatePath(id))
    expect(before.verdict.holds).toBe(true)
    spoil(before.exchangeId)
    const { verdict, facts, eligibility, gaps, months } = await asked<ShownCertificate>(certificatePath(id))
    expect(verdict.holds).toBe(false)
    expect(verdict.findings.some(({ ok }) => !ok)).toBe(true)
    expect([facts, eligibility, gaps, months]).toEqual([{ asOf: before.facts.asOf }, [], [], undefined])
    const revealed = await sent<Revealed>(`${certificatePath(id)}/reveal`, { reason: '核对贷款申请' })
    expect(revealed).not.toHaveProperty('accountNumber')
  })
})

describe('masks', () => {
  test('hold for everybody, everywhere: no whole number, name or account in anything but a reveal', async () => {
    const hidden: string[] = []
    let revealing = officer
    for (const { id: personaId, person, centres } of personas) {
      const centre = centres[0] ?? shanghai
      const id = await enter(entry(personaId, { centres: centre === jiangsu ? [hefei] : [centre, hefei] }))
      const shown = await reached(id)
      hidden.push(person.idNumber, person.name)
      for (const { code, certificate } of shown.centres) {
        if (!certificate) continue
        await asked(certificatePath(id, code))
        await asked(certificatePath(id, code), auditor)
        // In turn: nobody is given as many within a minute.
        revealing = revealing === officer ? supervisor : officer
        const { accountNumber } = await sent<Revealed>(
          `${certificatePath(id, code)}/reveal`,
          { reason: '核对贷款申请' },
          revealing,
        )
        if (accountNumber !== undefined) hidden.push(accountNumber)
      }
      await sent('cases/search', { idNumber: person.idNumber })
      await asked(`cases/${id}`, auditor)
    }
    await asked('cases')
    await asked('cases', auditor)
    await asked('waiting')
    await asked('access', auditor)
    expect(hidden.length).toBeGreaterThan(personas.length * 2)
    expect(personas.some((persona) => isHeldAt(persona, hangzhou))).toBe(true)
    const leaks = told.flatMap(({ path, body }) =>
      hidden.filter((text) => body.includes(text) || path.includes(text)).map(() => path),
    )
    expect(leaks).toEqual([])
    expect(told.length).toBeGreaterThan(personas.length * 6)
    const log = here.lines.join('\n')
    expect(hidden.filter((text) => log.includes(text))).toEqual([])
    const urls = [officer, supervisor, otherOfficer, auditor].flatMap(({ browser }) => browser.visited)
    expect(hidden.filter((text) => urls.some((url) => decodeURIComponent(url).includes(text)))).toEqual([])
    const { store, ports } = federation.of(jiangsu)
    const metrics = await (await fetch(`http://127.0.0.1:${ports.ops}/metrics`)).text()
    expect(metrics).toContain('gateway_')
    expect(hidden.filter((text) => metrics.includes(text))).toEqual([])
    const kept = [store, `${store}-wal`].map((file) => readFileSync(file).toString('latin1')).join('')
    const numbers = personas.map(({ person }) => person.idNumber)
    expect(numbers.filter((number) => kept.includes(number))).toEqual([])
  })
})

test('CONSOLE_BUSY: full names and numbers are given to nobody by the hundred', async () => {
  const id = await enter(entry())
  await reached(id)
  const wishes = Array.from({ length: 31 }, () =>
    supervisor.post(`/console/v1/${certificatePath(id)}/reveal`, { reason: '核对贷款申请' }),
  )
  const refused = (await Promise.all(wishes)).filter(({ status }) => status !== 200)
  expect(new Set(refused.map(codeOf))).toEqual(new Set(['CONSOLE_BUSY']))
  expect(Number(refused[0]?.headers['retry-after'])).toBeGreaterThan(0)
})

describe('a page that follows a case', () => {
  /** Whether its events came to an end, rather than being cut off. */
  async function ends(id: string, meanwhile: () => unknown): Promise<boolean> {
    let begun = false
    for await (const _ of caseEvents(federation, officer, id)) {
      if (!begun) meanwhile()
      begun = true
    }
    return begun
  }

  test('is let go when the configuration changes, and follows under the new one', async () => {
    const id = await enter(entry())
    await reached(id)
    federation.configure(jiangsu, ({ office, ...config }) => ({
      ...config,
      office: { ...office, jobs: { keepHours: 1 } },
    }))
    expect(await ends(id, () => here.signal('SIGHUP'))).toBe(true)
    expect((await reached(id)).id).toBe(id)
  })

  test('does not keep a gateway that stops', async () => {
    const id = await enter(entry())
    await reached(id)
    let exit: Promise<number | null> = Promise.resolve(null)
    expect(await ends(id, () => (exit = here.stop()))).toBe(true)
    expect(await exit).toBe(0)
  })
})
