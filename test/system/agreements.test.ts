import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Agreement, Directory, OfficeResult, Problem } from '../../src/contracts/generated/types.ts'
import { personas } from '../../src/sandbox/personas.ts'
import { sandboxQuestion } from '../../src/sandbox/question.ts'
import {
  createMemberAuthority,
  believe,
  type IssuedKey,
  listing,
  signingWith,
  changed,
} from '../support/member-authority.ts'
import {
  askOffice,
  certificateRequest,
  type Envelope,
  type HttpAnswer,
  http,
  json,
  memberOf,
  post,
  signed,
  type TestMember,
  verified,
} from '../support/member-client.ts'
import {
  type GatewayProcess,
  hangzhou,
  hefei,
  jiangsu,
  prepareFederation,
  shanghai,
  type TestFederation,
} from '../support/sandbox.ts'
import { locked } from '../support/stand.ts'

let federation: TestFederation
let gateway: GatewayProcess
const extra: Record<'second' | 'old' | 'planned', IssuedKey> = {} as never
let oldChannel: IssuedKey

const own = (): TestMember => memberOf(federation, jiangsu)

beforeAll(async () => {
  federation = await prepareFederation()
  const authority = createMemberAuthority('Second authority')
  believe(federation, authority)
  for (const name of ['second', 'old', 'planned'] as const) extra[name] = authority.issue(jiangsu, 'sign')
  oldChannel = authority.issue(jiangsu, 'tls')
  federation.publish((directory) =>
    listing(
      listing(directory, jiangsu, 'sign', extra.second, extra.old, extra.planned),
      jiangsu,
      'tls',
      oldChannel,
    ),
  )
  gateway = await federation.start(shanghai)
})
afterAll(() => federation.close())

/** Publishes a change and waits until Shanghai has it. */
async function publish(change: (directory: Directory) => Directory): Promise<void> {
  federation.publish(change)
  await gateway.line('"event":"directory"', `"version":${federation.directory().version}`)
}

/** The one agreement by which Jiangsu may ask Shanghai, changed. */
function agreeing(changes: Partial<Agreement>): (directory: Directory) => Directory {
  return (directory) => ({
    ...directory,
    agreements: [
      {
        id: 'loans',
        consumers: [jiangsu],
        providers: [shanghai],
        services: ['deposit-record.check', 'deposit-certificate.issue', 'deposit-certificate.verify'],
        purposes: ['remote-housing-loan'],
        fields: ['account', 'employer', 'contribution', 'balance', 'continuity', 'loans'],
        bases: ['consent', 'statutory-duty'],
        notBefore: '2026-01-01',
        notAfter: '2099-12-31',
        ...changes,
      },
    ],
  })
}

type Sent = { answer: HttpAnswer; problem: Problem | undefined; body: Record<string, unknown> }

async function send(envelope: Envelope, from = own()): Promise<Sent> {
  return sendBytes(await signed(from, envelope), envelope.service, from)
}

async function sendBytes(bytes: string, service = 'deposit-certificate.issue', from = own()): Promise<Sent> {
  const answer = await post(federation, shanghai, from.tls, bytes, { service })
  const { problem, body } = await verified(answer, memberOf(federation, shanghai), { bytes, from: from.code })
  return { answer, problem, body }
}

/** One word for what came of it. */
function word({ problem, body }: Sent): unknown {
  return problem?.code ?? body.outcome
}

function consent(changes: object = {}): object {
  const { basis } = certificateRequest(jiangsu, shanghai)
  return { basis: { ...basis, reference: `SQS-${randomBytes(6).toString('hex')}`, ...changes } }
}

const ask = (changes: object, persona?: string): Promise<Sent> =>
  send(certificateRequest(jiangsu, shanghai, { ...changes }, persona))

describe('the life of a certificate in the directory', () => {
  test('during an overlap a member’s signatures verify with either key', async () => {
    const second = signingWith(federation, jiangsu, extra.second)
    expect(word(await send(certificateRequest(jiangsu, shanghai)))).toBe('issued')
    expect(word(await send(certificateRequest(jiangsu, shanghai), second))).toBe('issued')
  })

  test('a retired one is refused with KEY_RETIRED, signed and written down, while the other goes on', async () => {
    const old = signingWith(federation, jiangsu, extra.old)
    const envelope = certificateRequest(jiangsu, shanghai)
    const bytes = await signed(old, envelope)
    await publish((directory) => retiring(directory, extra.old, '2026-01-31T00:00:00+08:00'))
    const { problem, answer } = await sendBytes(bytes)
    expect(problem).toMatchObject({
      code: 'KEY_RETIRED',
      status: 401,
      where: `certificate ${old.thumbprint}`,
      detail: `停用时间 retired 2026-01-31T00:00:00+08:00, 目录版本 by directory version ${federation.directory().version}`,
    })
    expect(answer.status).toBe(401)
    expect((await federation.journal(shanghai)).at(-1)).toMatchObject({
      kind: 'refused',
      outcome: 'KEY_RETIRED',
      issuer: jiangsu,
    })
    expect(word(await send(certificateRequest(jiangsu, shanghai)))).toBe('issued')
  })

  test('a stranger who only names a retired certificate learns nothing of it', async () => {
    const forger = { ...signingWith(federation, jiangsu, extra.old), key: memberOf(federation, hefei).key }
    const bytes = await signed(forger, certificateRequest(jiangsu, shanghai))
    const answer = await post(federation, shanghai, own().tls, bytes)
    expect(answer.headers['content-type']).toContain('application/problem+json')
    expect(json<Problem>(answer)).toMatchObject({
      code: 'UNAUTHENTICATED',
      diagnosis: { code: 'SIGNATURE_INVALID' },
    })
  })

  test('one that will be retired serves until then', async () => {
    await publish((directory) => retiring(directory, extra.planned, '2099-01-01T00:00:00+08:00'))
    const planned = signingWith(federation, jiangsu, extra.planned)
    expect(word(await send(certificateRequest(jiangsu, shanghai), planned))).toBe('issued')
  })

  test('a retired channel certificate is refused too', async () => {
    await publish((directory) => retiring(directory, oldChannel, '2026-01-31T00:00:00+08:00'))
    const from = own()
    const over = { ...from, tls: { ...from.tls, key: oldChannel.key, cert: oldChannel.certificate } }
    expect(word(await send(certificateRequest(jiangsu, shanghai), over))).toBe('KEY_RETIRED')
  })

  test('an asker does not take an answer signed with a retired key', async () => {
    const asker = await federation.start(jiangsu)
    const { thumbprint } = memberOf(federation, shanghai)
    const directory = federation.directory()
    await publish((before) =>
      changed(before, shanghai, (member) => ({
        ...member,
        certificates: member.certificates.map((one) =>
          one.use === 'sign' ? { ...one, retired: '2026-01-31T00:00:00+08:00' } : one,
        ),
      })),
    )
    await asker.line('"event":"directory"', `"version":${federation.directory().version}`)
    const question = sandboxQuestion(jiangsu, [shanghai], 'normal', Date.now())
    const { results } = json<OfficeResult>(await askOffice(federation, own(), question))
    expect(results).toMatchObject([
      {
        state: 'not-asked',
        problem: { code: 'PEER_ANSWER_UNVERIFIED', where: `certificate ${thumbprint}` },
      },
    ])
    expect(await ready(shanghai)).toMatchObject({
      checks: { certificate: { ok: false, code: 'KEY_RETIRED' } },
    })
    await publish((before) => ({ ...directory, version: before.version }))
    await asker.stop()
  })
})

function retiring(directory: Directory, { chain }: IssuedKey, retired: string): Directory {
  return changed(directory, jiangsu, (member) => ({
    ...member,
    certificates: member.certificates.map((one) => (one.chain[0] === chain[0] ? { ...one, retired } : one)),
  }))
}

async function ready(code: string): Promise<{ checks: Record<string, unknown> }> {
  const response = await fetch(`http://127.0.0.1:${federation.of(code).ports.ops}/health/ready`)
  return (await response.json()) as { checks: Record<string, unknown> }
}

describe('agreements', () => {
  test('a group stands for its members, as they are at the moment', async () => {
    await publish((directory) => ({
      ...agreeing({ consumers: ['group:lenders'] })(directory),
      groups: { lenders: [hangzhou] },
    }))
    expect((await ask({})).problem).toMatchObject({
      code: 'AGREEMENT_REQUIRED',
      where: `${jiangsu} → ${shanghai}, deposit-certificate.issue, remote-housing-loan`,
    })
    await publish((directory) => ({ ...directory, groups: { lenders: [hangzhou, jiangsu] } }))
    expect(word(await ask({}))).toBe('issued')
  })

  test.each([
    [
      { purposes: ['citizen-application'] },
      'AGREEMENT_REQUIRED',
      'loans 未涵盖该用途 does not cover remote-housing-loan',
    ],
    [{ notAfter: '2026-01-31' }, 'AGREEMENT_REQUIRED', 'loans 已到期 ended on 2026-01-31'],
    [{ bases: ['statutory-duty'] }, 'BASIS_NOT_ACCEPTED', 'loans 接受的依据 accepts statutory-duty'],
    [{ fields: ['account'] }, 'FIELDS_NOT_AGREED', 'loans 涵盖字段组 gives account'],
  ] as [Partial<Agreement>, string, string][])(
    'a denial by %j names what would be needed',
    async (changes, code, nearest) => {
      await publish(agreeing(changes))
      const { problem } = await ask({})
      expect(problem?.code).toBe(code)
      expect(problem?.detail).toMatch(
        /^须有协议允许此项查询 needed: an agreement in force on .* for deposit-certificate\.issue, remote-housing-loan, on consent, with account,/,
      )
      expect(problem?.detail).toContain(nearest)
    },
  )

  test('more requests a minute than agreed are refused, signed, with the time to wait; and not for good', async () => {
    await publish(agreeing({ requestsPerMinute: 2 }))
    const first = await signed(own(), certificateRequest(jiangsu, shanghai))
    expect(word(await sendBytes(first))).toBe('issued')
    // A repeat is answered from what is kept, and does not count.
    for (let i = 0; i < 3; i += 1) expect(word(await sendBytes(first))).toBe('issued')
    expect(word(await ask({}))).toBe('issued')

    const third = await signed(own(), certificateRequest(jiangsu, shanghai))
    const { problem, answer } = await sendBytes(third)
    expect(problem).toMatchObject({
      code: 'RATE_LIMITED',
      status: 429,
      where: 'agreement loans',
      detail: '每分钟请求数上限 requests a minute: 2',
    })
    expect(problem?.retryAfterSeconds).toBeGreaterThan(0)
    expect(problem?.retryAfterSeconds).toBeLessThanOrEqual(61)
    expect(answer.headers['retry-after']).toBe(String(problem?.retryAfterSeconds))

    await publish(agreeing({ requestsPerMinute: 10 }))
    expect(word(await sendBytes(third))).toBe('issued')
  })
})

describe('a consent', () => {
  beforeAll(() => publish(agreeing({})))

  test('serves only what its first answer bound it to, and nothing is looked up otherwise', async () => {
    const given = consent()
    expect(word(await ask({ ...given, fields: ['account', 'balance'] }))).toBe('issued')
    expect(word(await ask({ ...given, fields: ['balance'] }))).toBe('issued')

    const wider = await ask({ ...given, fields: ['account', 'loans'] })
    expect(wider.problem).toMatchObject({ code: 'BASIS_MISMATCHED', status: 403, where: '/fields' })
    const { basis } = given as { basis: object }
    const other = { ...basis, applicationNumber: 'A-OTHER' }
    expect((await ask({ basis: other, fields: ['account'] })).problem?.where).toBe('/basis/applicationNumber')
    const longer = { ...basis, expires: '2099-12-31' }
    expect((await ask({ basis: longer, fields: ['account'] })).problem?.where).toBe('/basis/expires')
    using _ = locked(federation.of(shanghai).core)
    const somebodyElse = await ask({ ...given, fields: ['account'] }, 'two-cities')
    expect(somebodyElse.problem).toMatchObject({ code: 'BASIS_MISMATCHED', where: '/body/person' })
    const { name, idNumber } = personas.find(({ id }) => id === 'two-cities')?.person ?? {}
    for (const personal of [name, idNumber, 'A-OTHER']) {
      expect(JSON.stringify(somebodyElse.problem)).not.toContain(personal)
    }
  })

  test('asked for a check first is bound to the person, and to field sets with the certificate', async () => {
    const given = consent()
    const person = personas.find(({ id }) => id === 'normal')?.person
    const check = { service: 'deposit-record.check', fields: undefined, body: { person } }
    expect(word(await ask({ ...given, ...check }))).toBe('issuable')
    expect(word(await ask({ ...given, fields: ['account'] }))).toBe('issued')
    expect(word(await ask({ ...given, fields: ['loans'] }))).toBe('BASIS_MISMATCHED')
    expect(word(await ask(given, 'two-cities'))).toBe('BASIS_MISMATCHED')
  })

  test('is not bound by a refusal', async () => {
    const given = consent()
    const impossible = {
      person: { name: '沈清和', idType: 'resident-id', idNumber: '310101190001010012' },
      addressee: jiangsu,
    }
    expect(word(await ask({ ...given, body: impossible }))).toBe('ID_NUMBER_INVALID')
    expect(word(await ask(given, 'two-cities'))).toBe('issued')
  })

  test('of two members are two, whatever their numbers', async () => {
    await publish(agreeing({ consumers: [jiangsu, hangzhou] }))
    const given = consent()
    const from = memberOf(federation, hangzhou)
    expect(word(await ask(given))).toBe('issued')
    expect(word(await send(certificateRequest(hangzhou, shanghai, { ...given }, 'two-cities'), from))).toBe(
      'issued',
    )
  })

  test('a statutory duty names a provision, and is bound to nobody', async () => {
    const duty = consent({ kind: 'statutory-duty', reference: '条例第二十六条' })
    expect(word(await ask(duty))).toBe('issued')
    expect(word(await ask(duty, 'two-cities'))).toBe('issued')
  })
})

describe('a consent for single use', () => {
  beforeAll(() => publish(agreeing({ singleUse: true })))

  test('serves for one answer; the same bytes get that answer again', async () => {
    const given = consent()
    const bytes = await signed(own(), certificateRequest(jiangsu, shanghai, { ...given }))
    const first = await sendBytes(bytes)
    expect(word(first)).toBe('issued')
    expect((await ask(given)).problem).toMatchObject({
      code: 'BASIS_USED',
      status: 403,
      where: '/basis/reference',
    })
    expect((await sendBytes(bytes)).answer.body).toEqual(first.answer.body)
  })

  test('is not used up by a refusal, nor by our own failure', async () => {
    const given = consent()
    expect(word(await ask({ ...given, purpose: 'citizen-application' }))).toBe('AGREEMENT_REQUIRED')
    const bytes = await signed(own(), certificateRequest(jiangsu, shanghai, { ...given }))
    {
      using _ = locked(federation.of(shanghai).core)
      expect(word(await sendBytes(bytes))).toBe('PROVIDER_UNAVAILABLE')
    }
    expect(word(await sendBytes(bytes))).toBe('issued')
    expect(word(await ask(given))).toBe('BASIS_USED')
  })

  test('is used up by an answer that there is no record', async () => {
    const given = consent()
    expect(word(await ask(given, 'no-account'))).toBe('no-record')
    expect(word(await ask(given, 'no-account'))).toBe('BASIS_USED')
  })

  test('serves one of many at the same moment, across two processes of the member', async () => {
    const twin = await federation.start(shanghai, {
      config: await federation.configureTwin(shanghai, (config) => {
        twinPort = config.exchange.port
        return config
      }),
    })
    const given = consent()
    const sent = await Promise.all(
      Array.from({ length: 12 }, async (_, i) => {
        const bytes = await signed(own(), certificateRequest(jiangsu, shanghai, { ...given }))
        const port = i % 2 ? twinPort : federation.of(shanghai).ports.exchange
        const answer = await http({
          port,
          path: '/exchange/v1/deposit-certificate.issue',
          tls: own().tls,
          body: bytes,
          headers: { 'content-type': 'application/jose' },
        })
        const { problem, body } = await verified(answer, memberOf(federation, shanghai), {
          bytes,
          from: jiangsu,
        })
        return problem?.code ?? body.outcome
      }),
    )
    expect(sent.toSorted()).toEqual([...Array.from({ length: 11 }, () => 'BASIS_USED'), 'issued'])
    await twin.stop()
  })

  test('stays used up across a restart', async () => {
    const given = consent()
    expect(word(await ask(given))).toBe('issued')
    await gateway.kill()
    gateway = await federation.start(shanghai)
    expect(word(await ask(given))).toBe('BASIS_USED')
  })
})

let twinPort = 0

test('nothing readable of a consent is kept beside the sealed messages', async () => {
  await publish(agreeing({}))
  const given = consent({ reference: 'SQS-VISIBLE-1', applicationNumber: 'A-VISIBLE-1' })
  expect(word(await ask(given))).toBe('issued')
  const { DatabaseSync } = await import('node:sqlite')
  using database = new DatabaseSync(federation.of(shanghai).store, { readOnly: true })
  const kept = JSON.stringify(database.prepare('select * from consent').all())
  expect(kept).toContain('remote-housing-loan')
  expect(kept).not.toMatch(/VISIBLE|[0-9]{17}[0-9X]/)
})

describe('a directory that changes while requests come', () => {
  test('none of a stream of requests is lost or refused, and the log says in words what changed', async () => {
    await publish(agreeing({}))
    const stopped = new AbortController()
    const outcomes: unknown[] = []
    async function stream(): Promise<void> {
      while (!stopped.signal.aborted) outcomes.push(word(await ask({})))
    }
    const streams = Array.from({ length: 8 }, stream)
    for (let i = 0; i < 4; i += 1) {
      await publish((directory) => ({ ...directory, groups: { [`round-${i}`]: [jiangsu] } }))
    }
    stopped.abort()
    await Promise.all(streams)
    expect(new Set(outcomes)).toEqual(new Set(['issued']))
    expect(outcomes.length).toBeGreaterThan(20)
    const line = await gateway.line('"event":"directory"', 'round-3')
    const { version } = federation.directory()
    expect(JSON.parse(line)).toMatchObject({ version, from: version - 1 })
    expect((JSON.parse(line) as { changes: string[] }).changes).toEqual([
      `版本：${version - 1} → ${version} version: ${version - 1} → ${version}`,
      '移除分组 round-2 group round-2 removed',
      `新增分组 round-3：${jiangsu} group round-3 added: ${jiangsu}`,
    ])
  })
})
