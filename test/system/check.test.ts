import { randomInt, randomUUIDv7 } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { Agent, request } from 'node:https'
import { buffer } from 'node:stream/consumers'
import { PDFiumLibrary } from '@hyzyla/pdfium'
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import type { ShownAccess, ShownCertificate } from '../../src/console/shown/cases.ts'
import type { ShownCheck } from '../../src/console/shown/check.ts'
import { checkCode } from '../../src/print/check-link.ts'
import { originalIn } from '../../src/print/verify/original.ts'
import { personas } from '../../src/sandbox/personas.ts'
import { certificatesFromPem } from '../../src/trust/certificate.ts'
import { verifyPdf } from '../print/verify-pdf.ts'
import { gateway } from '../support/cli.ts'
import { endedCase } from '../support/console-cases.ts'
import { type AtConsole, codeOf, consoleOrigin, signIn, startProvider } from '../support/console-sign-in.ts'
import {
  type GatewayProcess,
  jiangsu,
  prepareFederation,
  shanghai,
  type TestFederation,
} from '../support/sandbox.ts'
import { openBehind } from '../support/open-behind.ts'

jest.setTimeout(120_000)

let federation: TestFederation
let issuing: GatewayProcess
let lending: GatewayProcess
let officer: AtConsole
let caseId: string
/** As the officer downloaded it. */
let pdf: Buffer
let number: string
let code: string

beforeAll(async () => {
  federation = await prepareFederation()
  // Everybody here comes from one address; they are told apart as behind a proxy.
  federation.configure(jiangsu, (config) => {
    const { console } = config.office
    if (!console) throw new RangeError('no console')
    return { ...config, office: { ...config.office, console: { ...console, trustedProxies: ['127.0.0.1'] } } }
  })
  ;[issuing, lending] = await Promise.all([
    federation.start(shanghai),
    federation.start(jiangsu),
    startProvider(federation),
  ])
  officer = await signIn(federation, 'lin.yue')
  caseId = await askedShanghai('rare-name')
})
afterAll(() => federation.close())

async function askedShanghai(persona: string): Promise<string> {
  const person = personas.find(({ id }) => id === persona)?.person
  const entry = {
    person: { name: person?.name, idNumber: person?.idNumber },
    centres: [shanghai],
    purpose: 'remote-housing-loan',
    basis: { kind: 'consent', reference: `SQ-${persona}`, expires: '2099-12-31' },
  }
  const { body } = await officer.post('/console/v1/cases', entry, { 'idempotency-key': randomUUIDv7() })
  const { id } = JSON.parse(body) as { id: string }
  const { centres } = await endedCase(officer, id)
  expect(centres.map(({ state }) => state)).toEqual(['answered'])
  return id
}

async function revoke(certificate: string) {
  const { config } = federation.of(shanghai)
  const why = ['--reason', '职工信息录入有误']
  const args = ['certificate', 'revoke', certificate, ...why, '--config', config, '--json']
  const revoked = await gateway(args, { now: Date.now() })
  expect(revoked.code).toBe(0)
  return revoked
}

function printPath(id: string): string {
  return `/console/v1/cases/${id}/centres/${shanghai}/certificate/print`
}

interface Answer {
  status: number
  headers: Record<string, string | string[] | undefined>
  body: Buffer
}

let callers = 0

/** Over the wire, as bytes; at the check page each call from an address of its own. */
function send(
  path: string,
  type: string,
  body: string | Buffer,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const from = `10.0.${Math.floor((callers += 1) / 250)}.${callers % 250}`
  return new Promise((resolve, reject) => {
    const ca = readFileSync(federation.files.anchors, 'utf8')
    const call = request(
      consoleOrigin(federation) + path,
      {
        agent: new Agent({ ca }),
        method: 'POST',
        headers: {
          'content-type': type,
          'content-length': Buffer.byteLength(body),
          'x-forwarded-for': from,
          ...headers,
        },
      },
      (response) => {
        buffer(response).then(
          (bytes) => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: bytes }),
          reject,
        )
      },
    )
    call.on('error', reject)
    call.end(body)
  })
}

function print(who: AtConsole, id: string): Promise<Answer> {
  const own = who.browser.cookies.get('127.0.0.1') ?? new Map<string, string>()
  return send(printPath(id), 'application/json', '{}', {
    cookie: [...own].map(([name, value]) => `${name}=${value}`).join('; '),
    origin: who.origin,
    'sec-fetch-site': 'same-origin',
    'x-csrf-token': who.session.csrf,
  })
}

function typed(entry = { number, code }): Promise<Answer> {
  return send('/check/v1/certificates', 'application/json', JSON.stringify(entry))
}

function uploaded(file: Buffer): Promise<Answer> {
  return send('/check/v1/documents', 'application/pdf', file)
}

function statesIn({ body }: Answer): string[] {
  const { overall, verdicts } = JSON.parse(body.toString()) as ShownCheck
  return [overall, verdicts.unaltered.state, verdicts.notRevoked.state, verdicts.issuerTrusted.state]
}

const good = ['valid', 'holds', 'holds', 'holds']

describe('printing from the console', () => {
  test('gives the officer a signed PDF below 100 KB, named by its number', async () => {
    const printed = await print(officer, caseId)
    expect([printed.status, printed.headers['content-type']]).toEqual([200, 'application/pdf'])
    pdf = printed.body
    expect(pdf.length).toBeLessThan(100_000)
    const original = originalIn(pdf)
    number = original?.number ?? ''
    code = checkCode(original?.token ?? Buffer.alloc(0))
    expect(printed.headers['content-disposition']).toBe(`attachment; filename="${number}.pdf"`)
    expect(printed.headers['cache-control']).toBe('no-store')
    const anchors = certificatesFromPem(readFileSync(federation.files.anchors, 'utf8'))
    expect(
      await verifyPdf(
        pdf,
        anchors.map(({ der }) => der),
        Date.now(),
      ),
    ).toBe('valid')
  })

  test('shows rare characters as themselves, whom it is addressed to by name and code, and our own check page', async () => {
    const pdfium = await PDFiumLibrary.init()
    const document = await pdfium.loadDocument(pdf)
    const text = [...document.pages()]
      .map((page) => page.getText())
      .join('')
      .replaceAll(/\s/g, '')
    document.destroy()
    pdfium.destroy()
    expect(text).toContain('骉㛃𬭎')
    expect(text).toContain(`致：江苏省省级机关住房资金管理中心（机构代码${jiangsu}）`)
    expect(text).toContain(`${consoleOrigin(federation)}/check`)
    expect(text).toContain(code)
  })

  test('is written down, in the access log and in the journal', async () => {
    const auditor = await signIn(federation, 'he.jing')
    const { entries } = JSON.parse((await auditor.get('/console/v1/access')).body) as ShownAccess
    expect(entries.filter(({ action }) => action === 'print')).toMatchObject([
      { staff: 'lin.yue', caseId, centre: { code: shanghai } },
    ])
    const journal = await federation.journal(jiangsu)
    expect(journal.at(-1)).toMatchObject({ kind: 'looked', outcome: 'print', operator: 'lin.yue' })
  })

  test('is for who may print: no auditor, no officer of another branch', async () => {
    const auditor = await signIn(federation, 'he.jing')
    expect(codeOf(await auditor.post(printPath(caseId)))).toBe('CONSOLE_FORBIDDEN')
    const other = await signIn(federation, 'zhou.hang')
    expect(codeOf(await other.post(printPath(caseId)))).toBe('CASE_UNKNOWN')
  })
})

describe('the check page of whoever printed it', () => {
  test('tells by number and code, or by the file, that all three hold: the issuing centre is asked over the exchange', async () => {
    const before = (await federation.journal(shanghai)).length
    expect(statesIn(await typed())).toEqual(good)
    expect(statesIn(await uploaded(pdf))).toEqual(good)
    const asked = (await federation.journal(shanghai)).slice(before)
    expect(asked.map(({ service, outcome, subject }) => [service, outcome, subject])).toEqual([
      ['deposit-certificate.verify', 'valid', ''],
      ['deposit-certificate.verify', 'valid', ''],
    ])
  })

  test('finds every changed byte', async () => {
    for (let i = 0; i < 20; i += 1) {
      const at = randomInt(pdf.length)
      const changed = Buffer.from(pdf)
      changed[at] = (changed[at] ?? 0) ^ (1 << (i % 8))
      expect([at, ...statesIn(await uploaded(changed)).slice(0, 2)]).toEqual([at, 'altered', 'fails'])
    }
  })

  test('has one answer for another code and for an unknown number', async () => {
    const answers = [
      await typed({ number, code: '0000-0000-0000' }),
      await typed({ number: '31000020261124000077L', code }),
    ]
    for (const { status, body } of answers) {
      expect([status, (JSON.parse(body.toString()) as { code: string }).code]).toEqual([404, 'CHECK_UNKNOWN'])
    }
  })

  test('tells that the issuing centre revoked it, as soon as it did', async () => {
    const revoked = await revoke(number)
    for (const answer of [await typed(), await uploaded(pdf)]) {
      expect(statesIn(answer)).toEqual(['revoked', 'holds', 'fails', 'holds'])
      const { verdicts } = JSON.parse(answer.body.toString()) as ShownCheck
      expect(verdicts.notRevoked.at).toBe(revoked.json()['revokedAt'])
    }
  })

  test('and the officer who opens it then is told when, and cannot print it', async () => {
    const id = await askedShanghai('loan-settled')
    const place = `/console/v1/cases/${id}/centres/${shanghai}/certificate`
    const shown = JSON.parse((await officer.get(place)).body) as ShownCertificate
    const revoked = await revoke(shown.number)
    expect(JSON.parse((await officer.get(`${place}/standing`)).body)).toEqual({
      state: 'fails',
      why: 'revoked',
      at: revoked.json()['revokedAt'],
    })
    const refused = await print(officer, id)
    expect([refused.status, (JSON.parse(refused.body.toString()) as { code: string }).code]).toEqual([
      422,
      'CERTIFICATE_WITHDRAWN',
    ])
  })

  test('says honestly that it could not ask, where the issuing centre is down', async () => {
    const id = await askedShanghai('gap')
    await issuing.kill()
    const standing = await officer.get(`/console/v1/cases/${id}/centres/${shanghai}/certificate/standing`)
    expect(JSON.parse(standing.body)).toEqual({ state: 'not-told', why: 'not-reached' })
    expect((await print(officer, id)).status).toBe(200)
    for (const answer of [await typed(), await uploaded(pdf)]) {
      expect(statesIn(answer)).toEqual(['not-told', 'holds', 'not-told', 'holds'])
    }
  })

  test('has no person, number or code in its log', () => {
    const log = lending.lines.join('\n')
    const idNumber = personas.find(({ id }) => id === 'rare-name')?.person.idNumber ?? ''
    for (const secret of ['骉㛃𬭎', idNumber, code, code.replaceAll('-', '')])
      expect(log).not.toContain(secret)
  })
})

test('what does not hold is not printed', async () => {
  issuing = await federation.start(shanghai)
  const id = await askedShanghai('normal')
  using database = openBehind(federation.of(jiangsu).store)
  database.exec(
    "update journal set outcome = 'altered' where kind = 'concluded' and sequence = (select max(sequence) from journal where kind = 'concluded')",
  )
  const refused = await print(officer, id)
  expect([refused.status, (JSON.parse(refused.body.toString()) as { code: string }).code]).toEqual([
    422,
    'CERTIFICATE_NOT_GOOD',
  ])
})
