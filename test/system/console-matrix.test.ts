import { randomUUIDv7 } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { AccessAction } from '../../src/console/cases/accesses.ts'
import type { ConsoleRole } from '../../src/console/person.ts'
import type { ShownAccess, ShownCase } from '../../src/console/shown/cases.ts'
import type { ConsoleCase } from '../../src/contracts/generated/types.ts'
import type { Context } from '../../src/composition/context.ts'
import { personas } from '../../src/sandbox/personas.ts'
import { endedCase } from '../support/console-cases.ts'
import type { BrowserAnswer } from '../support/console-browser.ts'
import {
  type AtConsole,
  consoleOrigin,
  atConsole,
  newBrowser,
  signIn,
  startProvider,
} from '../support/console-sign-in.ts'
import { serveInProcess } from '../support/in-process.ts'
import { hangzhou, jiangsu, prepareFederation, shanghai, type TestFederation } from '../support/sandbox.ts'

// Role × endpoint × branch: who may do what, written down here on its own, not taken from the routes.

type Row = {
  may: readonly ConsoleRole[]
  /** Of a case, so that another branch's is not there for whoever has a branch: as what it is on record where a colleague does it. */
  ofCase?: AccessAction
  /** Shows a person's own data to whom it is for. */
  unmasks?: true
  ask(of: Target): [path: string, body?: unknown]
  method?: 'DELETE'
}

interface Target {
  caseId: string
  exchangeId: string
}

const cases = '/console/v1/cases'
const centre = (caseId: string): string => `${cases}/${caseId}/centres/${shanghai}`
const seeing = ['officer', 'supervisor', 'auditor'] as const
const asking = ['officer', 'supervisor'] as const
const operating = ['operator'] as const
const reason = '测试权限矩阵'

const matrix: Record<string, Row> = {
  consoleCentres: { may: asking, ask: () => ['/console/v1/centres'] },
  consoleListCases: { may: seeing, ask: () => [cases] },
  consoleSearchCases: { may: seeing, ask: () => [`${cases}/search`, {}] },
  consoleAccess: { may: ['supervisor', 'auditor'], ask: () => ['/console/v1/access'] },
  consoleEnterCase: { may: asking, ask: () => [cases, {}] },
  consoleCase: { may: seeing, ofCase: 'view', ask: ({ caseId }) => [`${cases}/${caseId}`] },
  consoleFollowCase: { may: seeing, ofCase: 'view', ask: ({ caseId }) => [`${cases}/${caseId}/events`] },
  consoleRevealCase: {
    may: asking,
    ofCase: 'reveal',
    unmasks: true,
    ask: ({ caseId }) => [`${cases}/${caseId}/reveal`, { reason }],
  },
  consoleRetry: { may: asking, ofCase: 'retry', ask: ({ caseId }) => [`${centre(caseId)}/retry`, {}] },
  consoleWait: { may: asking, ofCase: 'wait', ask: ({ caseId }) => [`${centre(caseId)}/wait`, {}] },
  consoleGiveUp: {
    may: asking,
    ofCase: 'give-up',
    method: 'DELETE',
    ask: ({ caseId }) => [`${centre(caseId)}/wait`, {}],
  },
  consoleCertificate: {
    may: seeing,
    ofCase: 'view',
    ask: ({ caseId }) => [`${centre(caseId)}/certificate`],
  },
  consoleCertificateStanding: {
    may: seeing,
    ofCase: 'view',
    ask: ({ caseId }) => [`${centre(caseId)}/certificate/standing`],
  },
  consoleReveal: {
    may: asking,
    ofCase: 'reveal',
    unmasks: true,
    ask: ({ caseId }) => [`${centre(caseId)}/certificate/reveal`, { reason }],
  },
  consolePrint: {
    may: asking,
    ofCase: 'print',
    unmasks: true,
    ask: ({ caseId }) => [`${centre(caseId)}/certificate/print`, {}],
  },
  consoleWaiting: { may: seeing, ask: () => ['/console/v1/waiting'] },
  consoleSeen: { may: asking, ask: () => ['/console/v1/waiting/seen', { mark: '0' }] },
  consoleBoard: { may: operating, ask: () => ['/console/v1/board'] },
  consolePeer: { may: operating, ask: () => [`/console/v1/peers/${shanghai}`] },
  consoleTestPeer: { may: operating, ask: () => [`/console/v1/peers/${shanghai}/test`, {}] },
  consoleHoldPeer: { may: operating, ask: () => [`/console/v1/peers/${shanghai}/open`, { reason }] },
  consoleReleasePeer: { may: operating, ask: () => [`/console/v1/peers/${shanghai}/release`, { reason }] },
  consoleFindMessages: { may: ['auditor', 'operator'], ask: () => ['/console/v1/messages/search', {}] },
  consoleMessage: {
    may: ['auditor', 'operator'],
    ask: ({ exchangeId }) => [`/console/v1/messages/${exchangeId}`],
  },
  consoleEvidence: {
    may: ['auditor', 'operator'],
    unmasks: true,
    ask: ({ exchangeId }) => [`/console/v1/messages/${exchangeId}/evidence`, { reason }],
  },
  consoleKeys: { may: operating, ask: () => ['/console/v1/keys'] },
  consoleDirectory: { may: operating, ask: () => ['/console/v1/directory'] },
  consoleDirectoryChanges: { may: operating, ask: () => ['/console/v1/directory/changes?from=1&to=1'] },
  consoleConfiguration: { may: operating, ask: () => ['/console/v1/configuration'] },
  consoleConfigurationText: { may: operating, ask: () => ['/console/v1/configuration/history/1'] },
  consoleCheckConfiguration: {
    may: operating,
    ask: () => ['/console/v1/configuration/check', { text: 'a: 1' }],
  },
  consoleTryConfiguration: { may: operating, ask: () => ['/console/v1/configuration/try', { text: 'a: 1' }] },
  consoleApplyConfiguration: {
    may: operating,
    ask: () => ['/console/v1/configuration/apply', { text: 'a: 1', reason, basedOn: 'none' }],
  },
  consoleRollBackConfiguration: {
    may: operating,
    ask: () => ['/console/v1/configuration/rollback', { id: '1', reason }],
  },
  consoleUpkeep: { may: operating, ask: () => ['/console/v1/upkeep'] },
  consoleAnnounceMaintenance: { may: operating, ask: () => ['/console/v1/maintenance', { zh: '维护' }] },
  consoleEndMaintenance: { may: operating, ask: () => ['/console/v1/maintenance/end', {}] },
}

/** Anybody signed in, or anybody at all: tested by their own names elsewhere (test/console). */
const forAll = new Set([
  'beginSignIn',
  'endSignIn',
  'getSession',
  'lockSession',
  'signOut',
  'getStart',
  'getPage',
  'getCheckPage',
  'getCheckAsset',
  'checkCertificate',
  'checkDocument',
])

const people = {
  'lin.yue': { role: 'officer', branch: 'jinling' },
  'zhou.hang': { role: 'officer', branch: 'jianye' },
  'xu.ning': { role: 'supervisor', branch: 'jinling' },
  'he.jing': { role: 'auditor', branch: 'all' },
  'jiang.chuan': { role: 'operator', branch: '' },
} as const
type Staff = keyof typeof people
const staff = Object.keys(people) as Staff[]

const person = personas.find(({ id }) => id === 'normal')!.person
let stand: TestFederation
let context: Context
const at = new Map<Staff, AtConsole>()
const target = new Map<string, Target>()

beforeAll(async () => {
  stand = await prepareFederation()
  const [{ context: served }] = await Promise.all([
    serveInProcess(stand, jiangsu),
    stand.start(shanghai),
    startProvider(stand),
  ])
  context = served
  for (const each of staff) at.set(each, await signIn(stand, each))
  for (const each of ['lin.yue', 'zhou.hang'] as const) target.set(people[each].branch, await answered(each))
})
afterAll(() => stand.close())

const key = () => ({ 'idempotency-key': randomUUIDv7() })

function entry(changes: ConsoleCase): ConsoleCase {
  return {
    person,
    purpose: 'remote-housing-loan',
    basis: { kind: 'consent', reference: `SQS-${randomUUIDv7()}`, expires: '2099-12-31' },
    ...changes,
  }
}

async function entered(desk: AtConsole, changes: ConsoleCase): Promise<string> {
  const { status, body } = await desk.post(cases, entry(changes), key())
  if (status !== 201) throw new Error(`${status} ${body}`)
  return (JSON.parse(body) as { id: string }).id
}

/** A case of theirs to which 上海 has answered. */
async function answered(each: Staff): Promise<Target> {
  const desk = at.get(each)!
  const caseId = await entered(desk, { centres: [shanghai] })
  const [{ state, exchangeId }] = (await endedCase(desk, caseId)).centres as [ShownCase['centres'][number]]
  expect(state).toBe('answered')
  return { caseId, exchangeId: exchangeId! }
}

/** Every type that anything was answered in. */
const types = new Set<string>()

function send(desk: AtConsole, { ask, method }: Row, of: Target): Promise<BrowserAnswer> {
  const [path, body] = ask(of)
  if (method === undefined) return body === undefined ? desk.get(path) : desk.post(path, body)
  const { browser, origin, session } = desk
  const headers = { origin, 'sec-fetch-site': 'same-origin', 'x-csrf-token': session.csrf }
  return browser.send(origin + path, { method, headers })
}

/** What the answer says of the right to ask: what comes after is another test's matter. */
function verdict({ status, body, headers }: BrowserAnswer): string {
  if (body !== '') types.add(String(headers['content-type']).split(';', 1)[0] ?? '')
  if (status < 400) return 'allowed'
  expect(String(headers['content-type'])).toContain('application/problem+json')
  const { code } = JSON.parse(body) as { code: string }
  return ['CONSOLE_FORBIDDEN', 'CASE_UNKNOWN', 'CONSOLE_SIGN_IN_REQUIRED', 'CSRF_INVALID'].includes(code)
    ? code
    : 'allowed'
}

function expected({ may, ofCase }: Row, each: Staff, branch: string): string {
  const { role, branch: own } = people[each]
  if (!may.includes(role)) return 'CONSOLE_FORBIDDEN'
  return ofCase && own !== 'all' && own !== branch ? 'CASE_UNKNOWN' : 'allowed'
}

const cells = Object.entries(matrix).flatMap(([operation, row]) =>
  staff.flatMap((each) => ['jinling', 'jianye'].map((branch) => ({ operation, row, each, branch }))),
)

test('has a row for every operation of the console', () => {
  const operations = (context.console?.routes ?? []).map(({ operationId }) => operationId)
  expect(Object.keys(matrix).sort()).toEqual([...new Set(operations)].filter((id) => !forAll.has(id)).sort())
})

describe('T118, T120: role × operation × branch', () => {
  test.each(cells.map(({ operation, each, branch, row }) => [operation, each, branch, row] as const))(
    '%s by %s about %s',
    async (_, each, branch, row) => {
      const answer = await send(at.get(each)!, row, target.get(branch)!)
      const right = expected(row, each, branch)
      expect([answer.status, verdict(answer)]).toEqual([
        right === 'allowed' ? answer.status : right === 'CASE_UNKNOWN' ? 404 : 403,
        right,
      ])
      if (right === 'allowed' && row.unmasks) return
      expect(answer.body).not.toContain(person.idNumber)
      expect(answer.body).not.toContain(person.name)
    },
  )
})

describe('T120: on record is that a colleague', () => {
  test.each(
    Object.entries(matrix).flatMap(([operation, row]) =>
      row.ofCase ? [[operation, row, row.ofCase] as const] : [],
    ),
  )('used %s', async (_, row, action) => {
    const { caseId } = action === 'give-up' ? await waiting() : await answered('lin.yue')
    const ask: Row['ask'] = (of) => {
      const [path, body] = row.ask(of)
      return [action === 'give-up' ? path.replace(shanghai, hangzhou) : path, body]
    }
    expect((await send(at.get('xu.ning')!, { ...row, ask }, { caseId, exchangeId: '' })).status).toBe(200)
    const { entries } = JSON.parse((await at.get('he.jing')!.get('/console/v1/access')).body) as ShownAccess
    const own = entries.filter((each) => each.staff === 'xu.ning' && each.caseId === caseId)
    expect(own.map((each) => each.action)).toContain(action)
  })

  /** A case that waits for a centre which is down. */
  async function waiting(): Promise<Pick<Target, 'caseId'>> {
    return { caseId: await entered(at.get('lin.yue')!, { centres: [], wait: [hangzhou] }) }
  }
})

describe('without a session', () => {
  test.each(Object.entries(matrix))('%s is refused', async (_, row) => {
    const stranger = atConsole(newBrowser(stand), consoleOrigin(stand), at.get('lin.yue')!.session)
    const answer = await send(stranger, row, target.get('jinling')!)
    expect([answer.status, verdict(answer)]).toEqual([401, 'CONSOLE_SIGN_IN_REQUIRED'])
  })
})

describe('while the desk is locked', () => {
  const locked = new Map<Staff, AtConsole>()
  beforeAll(async () => {
    for (const each of staff) {
      const desk = await signIn(stand, each)
      expect((await desk.post('/console/v1/session/lock')).status).toBe(204)
      locked.set(each, desk)
    }
  })

  test.each(Object.entries(matrix))('%s is refused to whoever may do it', async (_, row) => {
    const allowed = staff.find((each) => row.may.includes(people[each].role))!
    const answer = await send(locked.get(allowed)!, row, target.get('jinling')!)
    expect([answer.status, JSON.parse(answer.body)]).toEqual([
      401,
      expect.objectContaining({ code: 'CONSOLE_LOCKED' }),
    ])
  })
})

describe('T121 with the token of another session', () => {
  const changing = Object.entries(matrix).filter(([, { ask, method }]) => {
    const [, body] = ask({ caseId: '', exchangeId: '' })
    return method !== undefined || body !== undefined
  })

  test.each(changing)('%s is refused to whoever may do it', async (_, row) => {
    const allowed = staff.find((each) => row.may.includes(people[each].role))!
    const { browser, origin, session } = at.get(allowed)!
    const forged = atConsole(browser, origin, { ...session, csrf: at.get('he.jing')!.session.csrf + '0' })
    const answer = await send(forged, row, target.get('jinling')!)
    expect([answer.status, verdict(answer)]).toEqual([403, 'CSRF_INVALID'])
  })
})

test('T118 another branch’s case and none at all are answered with the same words', async () => {
  const words = async (caseId: string): Promise<unknown> => {
    const { status, body } = await at.get('zhou.hang')!.get(`${cases}/${caseId}`)
    return [status, { ...(JSON.parse(body) as object), requestId: '' }]
  }
  expect(await words(target.get('jinling')!.caseId)).toEqual(await words(randomUUIDv7()))
})

test('T123 nothing is given in a form in which a spreadsheet would take words for formulas', () => {
  expect([...types].sort()).toEqual([
    'application/json',
    'application/pdf',
    'application/problem+json',
    'text/event-stream',
  ])
})
