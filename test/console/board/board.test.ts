import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { once } from 'node:events'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type {
  Directory,
  EvidenceBundle,
  OfficeResult,
  Problem,
} from '../../../src/contracts/generated/types.ts'
import type { Context } from '../../../src/composition/context.ts'
import type {
  ShownBoard,
  ShownDirectory,
  ShownDirectoryChanges,
  ShownHops,
  ShownKeys,
  ShownMessageDetail,
  ShownMessages,
  ShownPeer,
  ShownPeerDetail,
  ShownUpkeep,
} from '../../../src/console/shown/board.ts'
import type { ShownAccess } from '../../../src/console/shown/cases.ts'
import { defaultPeerSettings } from '../../../src/peers/settings.ts'
import { sandboxQuestion } from '../../../src/sandbox/question.ts'
import { personas } from '../../../src/sandbox/personas.ts'
import type { BrowserAnswer } from '../../support/console-browser.ts'
import { type AtConsole, codeOf, signIn, startProvider } from '../../support/console-sign-in.ts'
import { refusedOrigin, startBlackhole, startFaultyServer } from '../../support/faulty-server.ts'
import { contextOf, serveInProcess } from '../../support/in-process.ts'
import { believe, changed, createMemberAuthority, listing } from '../../support/member-authority.ts'
import { askOffice, disconnect, json, memberOf } from '../../support/member-client.ts'
import {
  type GatewayProcess,
  hangzhou,
  hefei,
  jiangsu,
  prepareFederation,
  shanghai,
  type TestFederation,
} from '../../support/sandbox.ts'
import { refreshed } from '../../support/refreshed.ts'
import { withoutRevocation } from '../../support/stand.ts'

// 江苏省直's board. 上海 is a process that is killed and comes back, 杭州 is broken in one way after the other.

const second = createMemberAuthority('Second authority')
let federation: TestFederation
let whole: Directory
let peer: GatewayProcess
let context: Context
let operator: AtConsole
let auditor: AtConsole
/** 杭州's clock is ahead of ours by so many milliseconds. */
let ahead = 0

beforeAll(async () => {
  federation = await prepareFederation()
  believe(federation, second)
  federation.configure(hangzhou, withoutRevocation)
  whole = federation.directory()
  const started = [federation.start(shanghai), startProvider(federation)] as const
  await serveInProcess(federation, hangzhou, { clock: () => Date.now() + ahead })
  const breaker = { ...defaultPeerSettings.breaker, minimumAsks: 3, resetMs: 300 }
  ;({ context } = await serveInProcess(federation, jiangsu, {
    peerSettings: { ...defaultPeerSettings, breaker },
  }))
  ;[peer] = await Promise.all(started)
  ;[operator, auditor] = [await signIn(federation, 'jiang.chuan'), await signIn(federation, 'he.jing')]
})
afterAll(async () => {
  disconnect(memberOf(federation, jiangsu).office)
  await federation.close()
})

function shown<T>({ status, body }: BrowserAnswer): T {
  if (status !== 200) throw new Error(`${status} ${body}`)
  return JSON.parse(body) as T
}

async function row(code: string): Promise<ShownPeer> {
  const { peers } = shown<ShownBoard>(await operator.get('/console/v1/board'))
  const found = peers.find((each) => each.code === code)
  if (!found) throw new RangeError(`no row of ${code}`)
  return found
}

async function detail(code: string): Promise<ShownPeerDetail> {
  return shown(await operator.get(`/console/v1/peers/${code}`))
}

/** Looks again and again, as the page does, for as long as a test may take. */
async function until(holds: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 20_000
  while (!(await holds())) {
    if (Date.now() > end) throw new Error('it did not come to that')
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

/** The row, as soon as it is in this state: while a breaker is open, probes come and go. */
async function rowIn(state: ShownPeer['state'], code: string): Promise<ShownPeer> {
  let found = await row(code)
  await until(async () => found.state === state || (found = await row(code)).state === state)
  return found
}

async function untilClosed(code: string): Promise<void> {
  await rowIn('closed', code)
}

async function ask(centre: string): Promise<string> {
  const question = sandboxQuestion(jiangsu, [centre], 'normal', Date.now())
  const answer = await askOffice(federation, memberOf(federation, jiangsu), question)
  const { results, code } = json<Partial<OfficeResult & Problem>>(answer)
  return results?.[0]?.problem?.code ?? results?.[0]?.state ?? code ?? 'nothing'
}

/** The directory as it was at first, changed, and in force here and at 杭州. */
async function publish(change: (directory: Directory) => Directory): Promise<void> {
  federation.publish(({ version }) => ({ ...change(whole), version }))
  await refreshed(context)
}

/** 杭州 is at this place. */
function at(origin: string): Promise<void> {
  return publish((directory) =>
    changed(directory, hangzhou, (member) => ({ ...member, endpoints: [origin] })),
  )
}

async function hops(code: string = hangzhou): Promise<ShownHops> {
  return shown(await operator.post(`/console/v1/peers/${code}/test`))
}

describe('a peer that nobody has asked', () => {
  test('is unproven, not well', async () => {
    expect(await row(hefei)).toMatchObject({ state: 'unproven', name: '合肥市住房公积金管理中心', inHand: 0 })
  })

  test('the board tells when its data is of', async () => {
    const before = Math.floor(Date.now() / 1000) * 1000
    const { asOf } = shown<ShownBoard>(await operator.get('/console/v1/board'))
    expect(Date.parse(asOf)).toBeGreaterThanOrEqual(before)
  })
})

describe('a peer that dies and comes back', () => {
  test('is closed, open, half-open and closed again, first in the list while it is away', async () => {
    expect(await ask(shanghai)).toBe('answered')
    expect(await row(shanghai)).toMatchObject({ state: 'closed', errorPercent: 0 })
    await peer.kill()
    const asked = [await ask(shanghai), await ask(shanghai), await ask(shanghai)]
    expect(asked).toEqual(['PEER_UNREACHABLE', 'PEER_UNREACHABLE', 'PEER_BREAKER_OPEN'])
    expect(await rowIn('open', shanghai)).toMatchObject({ lastFailureCode: 'PEER_UNREACHABLE' })
    const { peers } = shown<ShownBoard>(await operator.get('/console/v1/board'))
    expect(peers[0]?.code).toBe(shanghai)
    peer = await federation.start(shanghai)
    await untilClosed(shanghai)

    const { timeline, traffic, certificates, asOf } = await detail(shanghai)
    const states = timeline.map(({ state }) => state)
    expect(states.slice(0, 2)).toEqual(['closed', 'open'])
    expect(states.slice(-2)).toEqual(['half-open', 'closed'])
    expect(timeline[1]).toMatchObject({ state: 'open', why: 'PEER_UNREACHABLE' })
    // Of five minutes each: the next five may have begun meanwhile.
    const sum = (of: 'asked' | 'failed') => traffic.reduce((all, slot) => all + slot[of], 0)
    expect([sum('asked'), sum('failed')]).toEqual([4, 3])
    expect(certificates.map(({ use }) => use).toSorted()).toEqual(['sign', 'tls'])
    expect(Date.parse(asOf)).not.toBeNaN()
  })

  test('its past is there for every instance that shares the store', async () => {
    await using other = await contextOf(federation, jiangsu)
    const changes = await other.history.changes(shanghai)
    expect(changes.map(({ state }) => state)).toEqual(expect.arrayContaining(['open', 'half-open', 'closed']))
  })
})

describe('disconnecting by hand', () => {
  const steer = (way: string, reason?: string) =>
    operator.post(`/console/v1/peers/${shanghai}/${way}`, reason === undefined ? {} : { reason })

  test('REASON_REQUIRED: not without a reason of four characters', async () => {
    const answers = [await steer('open'), await steer('open', '  停 '), await steer('release')]
    expect(answers.map(codeOf)).toEqual(['REASON_REQUIRED', 'REASON_REQUIRED', 'REASON_REQUIRED'])
    expect((await row(shanghai)).held).toBeUndefined()
  })

  test.each(['310101199001010011', '310101 19900101 0011', '３１０１０１-19900101-００１１'])(
    'CASE_INVALID: a reason that names somebody by number is not shown to all: %s',
    async (number) => {
      const refused = await steer('open', `张三 ${number} 投诉`)
      expect(JSON.parse(refused.body)).toMatchObject({
        code: 'CASE_INVALID',
        faults: [{ where: '/reason', zh: '请勿填写证件号码' }],
      })
      const evidence = `/console/v1/messages/none/evidence`
      expect(codeOf(await auditor.post(evidence, { reason: `${number} 投诉` }))).toBe('CASE_INVALID')
    },
  )

  test('PEER_UNKNOWN: nobody, and ourselves', async () => {
    for (const code of ['999999999999999', jiangsu])
      expect(codeOf(await operator.post(`/console/v1/peers/${code}/open`, { reason: '对方停机检修' }))).toBe(
        'PEER_UNKNOWN',
      )
  })

  test('PEER_HELD: it is not asked, on any instance, and everybody sees by whom and why', async () => {
    expect((await steer('open', '对方停机检修')).status).toBe(204)
    expect(await ask(shanghai)).toBe('PEER_HELD')
    expect(await row(shanghai)).toMatchObject({ state: 'open', held: { by: '江川', reason: '对方停机检修' } })
    // As after a restart.
    await using other = await contextOf(federation, jiangsu)
    const [result] = (await other.ask(sandboxQuestion(jiangsu, [shanghai], 'normal', Date.now()))).results
    expect(result).toMatchObject({ state: 'not-asked', problem: { code: 'PEER_HELD' } })
    expect(JSON.stringify(result)).not.toContain('检修')
    const { alarms } = shown<ShownBoard>(await operator.get('/console/v1/board'))
    expect(alarms).toContainEqual(expect.objectContaining({ id: `peer-held:${shanghai}`, level: 'notice' }))
  })

  test('the way to it can be tested meanwhile', async () => {
    expect(await hops(shanghai)).toMatchObject({ ok: true })
    expect((await row(shanghai)).held).toBeDefined()
  })

  test('letting go probes it first: half-open, then closed', async () => {
    expect((await steer('release', '对方已恢复')).status).toBe(204)
    await untilClosed(shanghai)
    expect(await ask(shanghai)).toBe('answered')
    const { timeline } = await detail(shanghai)
    const by = timeline
      .filter(({ why = '' }) => why.includes('江川'))
      .map(({ state, why }) => `${state} ${why}`)
    expect(by).toEqual(['open 手动断开（江川）：对方停机检修', 'half-open 手动恢复（江川）：对方已恢复'])
    expect(timeline.at(-1)?.state).toBe('closed')
  })

  test('another instance follows, without being told', async () => {
    await using other = await contextOf(federation, jiangsu)
    expect((await steer('open', '再次停机检修')).status).toBe(204)
    await until(async () => other.holds.current().has(shanghai))
    expect((await steer('release', '对方已恢复')).status).toBe(204)
    await until(async () => !other.holds.current().has(shanghai))
    await untilClosed(shanghai)
  })

  test('is on record', async () => {
    const access = await auditor.get('/console/v1/access')
    const { entries } = shown<{ entries: { action: string; staff: string; reason?: string }[] }>(access)
    expect(entries).toContainEqual(
      expect.objectContaining({ action: 'hold', staff: 'jiang.chuan', reason: '对方停机检修' }),
    )
  })
})

describe('testing the way to a peer', () => {
  /** The hop that fails; those after it are skipped. */
  async function failing(): Promise<ShownHops['hops'][number]> {
    const { ok, hops: all } = await hops()
    const first = all.findIndex((hop) => !hop.ok)
    expect(ok).toBe(false)
    expect(all.slice(first + 1).every(({ skipped }) => skipped)).toBe(true)
    const [hop] = all.slice(first)
    if (!hop) throw new RangeError('every hop holds')
    return hop
  }

  test('a sound way has six hops, each with its time', async () => {
    const found = await hops()
    expect([found.ok, found.hops.map(({ hop, ok }) => `${hop} ${ok}`)]).toEqual([
      true,
      ['dns true', 'tcp true', 'tls true', 'certificate true', 'clock true', 'echo true'],
    ])
    // 127.0.0.1 has nothing to resolve.
    expect(found.hops.filter(({ skipped }) => skipped).map(({ hop }) => hop)).toEqual(['dns'])
    // Its page is in Chinese; English stands in abbreviations and names of certificates.
    const english = /\b(?:address|until|days|listed|left|apart|allowed|signed|version|revoked)\b/
    expect(found.hops.filter(({ zh }) => english.test(zh))).toEqual([])
    expect(found.hops.at(-1)?.ms).toBeGreaterThanOrEqual(0)
  })

  test('dns: a name that does not resolve', async () => {
    await at('https://peer.nowhere.invalid:19443')
    expect(await failing()).toMatchObject({
      hop: 'dns',
      zh: expect.stringMatching(/^DNS 失败：域名 peer\.nowhere\.invalid/),
    })
  })

  test('tcp: a port where nobody listens', async () => {
    await at(await refusedOrigin())
    expect(await failing()).toMatchObject({ hop: 'tcp', zh: expect.stringMatching(/^TCP 失败：.*拒绝连接/) })
  })

  test('tls: a server that speaks plain HTTP', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    await at(`https://127.0.0.1:${(server.address() as AddressInfo).port}`)
    expect(await failing()).toMatchObject({ hop: 'tls', zh: expect.stringContaining('不是 TLS') })
    server.close()
  })

  test('certificate: one that has expired, with its date', async () => {
    const old = second.issue(hangzhou, 'tls', 'P-256', {
      notBefore: Date.parse('2026-09-01T00:00:00+08:00'),
      notAfter: Date.parse('2026-10-01T12:00:00+08:00'),
    })
    await using server = await startFaultyServer({ key: old.key, cert: old.certificate })
    await publish((directory) =>
      changed(listing(directory, hangzhou, 'tls', old), hangzhou, (member) => ({
        ...member,
        endpoints: [server.origin],
      })),
    )
    expect(await failing()).toMatchObject({
      hop: 'certificate',
      zh: expect.stringMatching(/^TLS 失败：对方证书已于 2026-10-01 到期。请对方运维更换证书/),
    })
  })

  test('clock: one that is ahead of ours', async () => {
    await publish((directory) => directory)
    ahead = 600_000
    expect(await failing()).toMatchObject({
      hop: 'clock',
      zh: expect.stringMatching(/^时钟 失败：对方时钟比本机快 \d+ 秒/),
    })
    ahead = 0
  })

  test('one walk at a time: who asks meanwhile hears of the same', async () => {
    // Nobody answers there, so that the walk still goes on when the other asks.
    await using hole = await startBlackhole()
    await at(hole.origin)
    const [a, b] = await Promise.all([hops(), hops()])
    expect(b).toEqual(a)
    expect(hole.connections()).toBe(1)
    await publish((directory) => directory)
  })
})

describe('messages', () => {
  const person = personas.find(({ id }) => id === 'normal')?.person
  if (!person) throw new RangeError('a person expected')
  const find = async (filter: object, who = operator): Promise<ShownMessages> =>
    shown(await who.post('/console/v1/messages/search', filter))

  test('are found by peer, outcome and direction, the newest first', async () => {
    const { messages, tooMany } = await find({ peer: shanghai, direction: 'asked', outcome: 'issued' })
    expect([tooMany, messages.length > 1]).toEqual([false, true])
    const [message] = messages
    expect(message).toMatchObject({
      direction: 'asked',
      asker: { code: jiangsu },
      asked: { code: shanghai, name: '上海市公积金管理中心' },
      service: 'deposit-certificate.issue',
      outcome: 'issued',
      elapsedMs: expect.any(Number),
    })
    expect(messages.map((each) => each.at)).toEqual(
      messages
        .map((each) => each.at)
        .toSorted()
        .toReversed(),
    )
  })

  test('are found by a part of the name of the other side, and CASE_INVALID where nobody is called so', async () => {
    const { messages } = await find({ peer: '上海' })
    expect(messages.length).toBeGreaterThan(1)
    expect(new Set(messages.map(({ asked }) => asked.code))).toEqual(new Set([shanghai]))
    const nobody = await operator.post('/console/v1/messages/search', { peer: '无此中心' })
    expect(JSON.parse(nobody.body)).toMatchObject({
      code: 'CASE_INVALID',
      where: '/peer',
      faults: [{ where: '/peer', zh: '没有名称含此内容的中心' }],
    })
  })

  test('are found by how they stand: no answer is another thing than an answer, or than no record', async () => {
    const outcomes = async (filter: object): Promise<string[]> =>
      [
        ...new Set((await find({ peer: shanghai, ...filter })).messages.map(({ outcome }) => outcome)),
      ].toSorted()
    expect(await outcomes({ state: 'answered' })).toEqual(['issued'])
    expect(await outcomes({ state: 'not-asked' })).toEqual([
      'PEER_BREAKER_OPEN',
      'PEER_HELD',
      'PEER_UNREACHABLE',
    ])
    expect(await outcomes({ state: 'no-record' })).toEqual([])
    expect(await outcomes({ state: 'answered', outcome: 'PEER_UNREACHABLE' })).toEqual([])
  })

  test('are found by the identity number, however it is typed, and say nothing of it', async () => {
    const spaced = `${person.idNumber.slice(0, 6)} ${person.idNumber.slice(6)}`
    const answer = await operator.post('/console/v1/messages/search', { idNumber: spaced })
    expect(shown<ShownMessages>(answer).messages.length).toBeGreaterThan(1)
    expect(answer.body).not.toContain(person.idNumber)
    expect((await find({ idNumber: '310101199001010011' })).messages).toEqual([])
  })

  test('looked for by an identity number are on record: by a hash, as the journal has it, and never by the number', async () => {
    const searched = async () => {
      const { entries } = shown<ShownAccess>(await auditor.get('/console/v1/access'))
      return entries.filter(({ action }) => action === 'search')
    }
    const before = (await searched()).length
    await operator.post('/console/v1/messages/search', { peer: shanghai })
    expect(await searched()).toHaveLength(before)
    await operator.post('/console/v1/messages/search', { idNumber: person.idNumber })
    const [newest, ...others] = await searched()
    expect(others).toHaveLength(before)
    const [entry] = await context.store.journal.ofExchange(
      String((await find({ peer: shanghai, outcome: 'issued' })).messages[0]?.exchangeId),
    )
    expect(newest).toMatchObject({ staff: 'jiang.chuan', role: 'operator' })
    expect(newest?.reason).toBe(`证件号哈希 ${entry?.subject.slice(0, 12)}`)
    expect(JSON.stringify(newest)).not.toContain(person.idNumber)
  })

  test('are of business, unless somebody looks for pings too, or for one by its id', async () => {
    const question = { to: [shanghai], service: 'gateway.ping', body: { nonce: '0123456789abcdef' } }
    const answer = json<OfficeResult>(await askOffice(federation, memberOf(federation, jiangsu), question))
    const { exchangeId } = answer.results[0] ?? {}
    const services = async (filter: object): Promise<string[]> => {
      const { messages } = await find({ peer: shanghai, ...filter })
      return [...new Set(messages.map(({ service }) => service))].toSorted()
    }
    expect(await services({})).toEqual(['deposit-certificate.issue'])
    expect(await services({ service: 'all' })).toEqual(['deposit-certificate.issue', 'gateway.ping'])
    expect(await services({ service: 'gateway.ping' })).toEqual(['gateway.ping'])
    expect(await services({ exchangeId })).toEqual(['gateway.ping'])
  })

  test('CASE_INVALID: what cannot be looked for', async () => {
    for (const filter of [
      { service: 'everything' },
      { peer: 'suzhou' },
      { from: '2026-13-45T00:00:00Z' },
      { nobody: 1 },
    ])
      expect(codeOf(await operator.post('/console/v1/messages/search', filter))).toBe('CASE_INVALID')
  })

  test('one shows its way and whether its evidence holds, without a fact', async () => {
    const [message] = (await find({ peer: shanghai, outcome: 'issued' })).messages
    const answer = await operator.get(`/console/v1/messages/${message?.exchangeId}`)
    const found = shown<ShownMessageDetail>(answer)
    expect(found.timeline.map(({ kind }) => kind)).toEqual(['asked', 'concluded'])
    expect(found.verdict?.holds).toBe(true)
    expect(found.verdict?.findings).toContainEqual({ check: 'answer.signature', ok: true })
    for (const fact of [person.name, person.idNumber]) expect(answer.body).not.toContain(fact)
  })

  test('one that got no answer has nothing to verify', async () => {
    const [message] = (await find({ peer: shanghai, outcome: 'PEER_UNREACHABLE' })).messages
    const found = shown<ShownMessageDetail>(await operator.get(`/console/v1/messages/${message?.exchangeId}`))
    expect([found.outcome, found.verdict]).toEqual(['PEER_UNREACHABLE', undefined])
  })

  test('EXCHANGE_UNKNOWN: one that is not there, or has no evidence', async () => {
    expect(codeOf(await operator.get('/console/v1/messages/no-such-id'))).toBe('EXCHANGE_UNKNOWN')
    const [message] = (await find({ peer: shanghai, outcome: 'PEER_UNREACHABLE' })).messages
    const path = `/console/v1/messages/${message?.exchangeId}/evidence`
    expect(codeOf(await operator.post(path, { reason: '核查一次争议' }))).toBe('EXCHANGE_UNKNOWN')
  })

  test('evidence is a file, given to who says why, and on record', async () => {
    const [message] = (await find({ peer: shanghai, outcome: 'issued' }, auditor)).messages
    const path = `/console/v1/messages/${message?.exchangeId}/evidence`
    expect(codeOf(await auditor.post(path))).toBe('REASON_REQUIRED')
    const answer = await auditor.post(path, { reason: '核查一次争议' })
    const bundle = shown<EvidenceBundle>(answer)
    expect(bundle.exchangeId).toBe(message?.exchangeId)
    expect(answer.headers['content-disposition']).toBe(
      `attachment; filename="evidence-${message?.exchangeId}.json"`,
    )
    const { entries } = shown<{ entries: { action: string; exchangeId?: string }[] }>(
      await auditor.get('/console/v1/access'),
    )
    expect(entries).toContainEqual(
      expect.objectContaining({ action: 'evidence', exchangeId: message?.exchangeId }),
    )
  })
})

describe('keys and the directory', () => {
  test('our certificates are there, with the anchors', async () => {
    const { keys, anchors } = shown<ShownKeys>(await operator.get('/console/v1/keys'))
    expect(keys.map(({ use, stage }) => `${use} ${stage}`)).toEqual(['sign current', 'tls current'])
    expect(anchors.length).toBeGreaterThan(0)
  })

  test('what changed between two directories is told in words', async () => {
    const { version, versions, sources, members } = shown<ShownDirectory>(
      await operator.get('/console/v1/directory'),
    )
    expect([versions[0], members]).toEqual([version, whole.members.length])
    expect(sources).toEqual([expect.objectContaining({ ok: true, lastGoodAt: expect.any(String) })])
    await at('https://192.0.2.1:19443')
    const path = `/console/v1/directory/changes?from=${version}&to=${version + 1}`
    const { changes } = shown<ShownDirectoryChanges>(await operator.get(path))
    expect(changes).toContainEqual(
      expect.objectContaining({ zh: expect.stringMatching(`${hangzhou} 接入地址：.*192.0.2.1`) }),
    )
    await publish((directory) => directory)
  })

  test('DIRECTORY_VERSION_UNKNOWN: one that was never in force here', async () => {
    expect(codeOf(await operator.get('/console/v1/directory/changes?from=1&to=999999'))).toBe(
      'DIRECTORY_VERSION_UNKNOWN',
    )
    for (const query of ['?from=x&to=1', '?from=1', '?from=1&to=1&to=2', '?from=1&to=1&all=1', ''])
      expect(codeOf(await operator.get(`/console/v1/directory/changes${query}`))).toBe('QUERY_INVALID')
  })
})

describe('upkeep', () => {
  const upkeep = async (): Promise<ShownUpkeep> => shown(await operator.get('/console/v1/upkeep'))

  test('says truly that nothing was ever backed up or tried', async () => {
    expect(await upkeep()).toEqual({ backup: {} })
  })

  test('says what was done, as the store has it', async () => {
    const done = Date.parse('2026-11-24T10:00:00+08:00')
    await context.store.upkeep.done({ kind: 'backup', at: done, holds: true, entries: 42 })
    await context.store.upkeep.done({ kind: 'drill', at: done, holds: false, entries: undefined })
    expect((await upkeep()).backup).toEqual({
      last: { at: '2026-11-24T10:00:00+08:00', entries: 42 },
      lastDrill: { at: '2026-11-24T10:00:00+08:00', ok: false },
    })
  })

  test('MAINTENANCE: announced here, it is in force at once, until it is ended here', async () => {
    const announced = await operator.post('/console/v1/maintenance', {
      zh: '核心系统升级',
      until: '2099-01-01T06:00:00+08:00',
    })
    expect(shown<ShownUpkeep>(announced).maintenance).toMatchObject({
      zh: '核心系统升级',
      until: '2099-01-01T06:00:00+08:00',
    })
    expect(await ask(shanghai)).toBe('MAINTENANCE')
    expect(shown<ShownBoard>(await operator.get('/console/v1/board')).maintenance).toMatchObject({
      zh: '核心系统升级',
    })
    expect(shown<ShownUpkeep>(await operator.post('/console/v1/maintenance/end'))).not.toHaveProperty(
      'maintenance',
    )
    expect(await ask(shanghai)).toBe('answered')
  })

  test.each([
    ['without a message', {}],
    ['with an end that has passed', { zh: '升级', until: '2020-01-01T00:00:00Z' }],
    ['with an identity number', { zh: '310101199001010011' }],
  ])('CASE_INVALID: %s', async (_, body) => {
    expect(codeOf(await operator.post('/console/v1/maintenance', body))).toBe('CASE_INVALID')
  })
})

test('CONFIG_READ_ONLY: where the program that serves lets nobody, the configuration cannot be changed', async () => {
  const seen = shown<{ writable: boolean }>(await operator.get('/console/v1/configuration'))
  expect(seen.writable).toBe(false)
  expect(codeOf(await operator.post('/console/v1/configuration/check', { text: 'member: x' }))).toBe(
    'CONFIG_READ_ONLY',
  )
})
