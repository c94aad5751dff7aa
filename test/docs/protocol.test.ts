import { createHash } from 'node:crypto'
import { describe, expect, test } from '@jest/globals'
import { compactVerify, importX509 } from 'jose'
import { createContracts } from '../../src/contracts/contracts.ts'
import type {
  AnswerEnvelope,
  Directory,
  EvidenceBundle,
  RequestEnvelope,
} from '../../src/contracts/generated/types.ts'
import { certificateNumber } from '../../src/domain/certificate-number.ts'
import { maxLifeSeconds, maxSkewSeconds } from '../../src/domain/freshness.ts'
import { messageType } from '../../src/domain/message-type.ts'
import { services } from '../../src/domain/services.ts'
import { type CatalogueEntry, catalogue } from '../../src/errors.ts'
import { entryHash } from '../../src/journal/entry.ts'
import { algorithmNames } from '../../src/jws/algorithms.ts'
import { blockNamed, fileText, quoted, rowsBelow } from './markdown.ts'

const protocol = fileText('docs/protocol.md')
const receive = fileText('src/inbound/receive.ts')
const codes: Record<string, CatalogueEntry> = catalogue

describe('the checks of a request in docs/protocol.md', () => {
  const rows = rowsBelow(protocol, 'Checks of a request').filter(([place = '']) => /^\d+$/.test(place))
  const rules = rows.map(([, rule = '']) => quoted(rule)[0] ?? '')

  test('are those of receive.ts, in its order', () => {
    const steps = [...receive.matchAll(/^import \{ (\w+) \} from '\.\/steps\//gm)].map(
      ([, name = '']) => name,
    )
    const body = receive.slice(receive.indexOf('export function createReceive'))
    const inOrder = steps
      .map((name) => ({ name, at: body.search(new RegExp(`\\b${name}\\(`)) }))
      .filter(({ at }) => at >= 0)
      .toSorted((a, b) => a.at - b.at)
      .map(({ name }) => name)
    expect(rules).toEqual(inOrder)
  })

  test('name every code that a step says it fails with', () => {
    for (const [, rule = '', , fails = ''] of rows) {
      const file = (quoted(rule)[0] ?? '').replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
      const step = fileText(`src/inbound/steps/${file}.ts`)
      const said = new Set(step.match(/\b[A-Z]{3,}_[A-Z_]+\b/g)?.filter((word) => word in codes))
      expect([rule, ...quoted(fails)]).toEqual([rule, ...new Set([...quoted(fails), ...said])])
    }
  })

  test('give each code the status of the catalogue, and only strangers the uniform one', () => {
    for (const [, rule, , fails = '', statuses = '', refusal] of rows) {
      const expected = quoted(fails).map((code) => codes[code]?.status)
      const given = statuses.split(', ').map(Number)
      const each = given.length === 1 ? expected.map(() => given[0]) : given
      expect([rule, ...each]).toEqual([rule, ...expected])
      const uniform = quoted(fails).every((code) => codes[code]?.uniform)
      expect([rule, refusal === 'uniform']).toEqual([rule, uniform])
    }
  })

  test('and every other code with a status is of the catalogue', () => {
    for (const [code = '', status = ''] of rowsBelow(protocol, 'Checks of a request')) {
      const name = quoted(code)[0]
      if (name !== undefined) expect([name, codes[name]?.status]).toEqual([name, Number(status)])
    }
  })
})

describe('the signed request to an office listener in docs/protocol.md', () => {
  const rows = rowsBelow(protocol, 'Requests to an office listener')
  const schema = JSON.parse(fileText('schemas/office-authorization.json')) as {
    properties: object
    required: string[]
  }

  test('has the members of its schema, all of them required', () => {
    const members = rows
      .filter(([, , refusal]) => refusal === undefined)
      .flatMap(([name = '']) => quoted(name))
    expect(members).toEqual(Object.keys(schema.properties))
    expect(schema.required).toEqual(members)
  })

  test('says of what no body has which digest', () => {
    expect(protocol).toContain(`of no bytes (\`${createHash('sha256').digest('base64url')}\`)`)
  })

  test('is refused as the catalogue says, precisely or not', () => {
    for (const [rule, fails = '', refusal] of rows.filter(([, , refusal]) => refusal !== undefined)) {
      for (const code of quoted(fails)) expect([rule, code, code in codes]).toEqual([rule, code, true])
      const uniform = quoted(fails).every((code) => codes[code]?.uniform)
      expect([rule, refusal]).toEqual([rule, uniform ? 'uniform' : 'precise'])
    }
  })

  test('names every code that its steps say they fail with', () => {
    const told = new Set(rows.flatMap(([, fails = '']) => quoted(fails)))
    const source = ['authorization', 'signed-request', 'caller'].map((file) =>
      fileText(`src/access/${file}.ts`),
    )
    const said = source.join('\n').match(/'[A-Z]{3,}_[A-Z_]+'/g) ?? []
    expect(said.map((code) => code.slice(1, -1)).filter((code) => !told.has(code))).toEqual([])
  })
})

describe('the figures in docs/protocol.md', () => {
  test('are those of the code', () => {
    expect(rowsBelow(protocol, 'Messages').map(([typ = '']) => quoted(typ)[0])).toEqual(
      Object.values(messageType),
    )
    expect(rowsBelow(protocol, 'Algorithms').map(([name = '']) => quoted(name)[0])).toEqual(algorithmNames)
    expect(protocol).toContain(`\`iat\` lies at most ${maxSkewSeconds} s from the receiver's clock`)
    expect(protocol).toContain(`at most ${maxLifeSeconds} s after \`iat\``)
    expect(bytesIn('src/http/exchange-routes.ts', /maxRequest = (.*)/)).toBe(65_536)
    expect(bytesIn('src/jws/compact.ts', /maxHeader = (.*)/)).toBe(24_576)
    expect(bytesIn('src/jws/compact.ts', /maxSignature = (.*)/)).toBe(1024)
    expect(bytesIn('src/http/exchange-routes.ts', /capacity = (.*)/)).toBe(512)
    expect(bytesIn('src/store/exchange/answered-exchange.ts', /leaseMs = (.*)/)).toBe(30_000)
    expect(bytesIn('src/http/listener.ts', /headersTimeout: (.*),/)).toBe(10_000)
    expect(bytesIn('src/http/listener.ts', /requestTimeout: (.*),/)).toBe(15_000)
    expect(bytesIn('src/http/listener.ts', /keepAliveTimeout: (.*),/)).toBe(65_000)
  })

  test('say of each service what it needs', () => {
    const described = rowsBelow(protocol, 'Services').map(([name = '', , , agreement, personal, fields]) => [
      quoted(name)[0],
      { agreement: needed(agreement), personal: needed(personal), fields: needed(fields) },
    ])
    // Which breaker a service has is nobody else's business.
    const needs = Object.entries(services).map(([name, { agreement, personal, fields }]) => [
      name,
      { agreement, personal, fields },
    ])
    expect(Object.fromEntries(described)).toEqual(Object.fromEntries(needs))
  })
})

function needed(cell = ''): boolean {
  return cell === 'needed'
}

/** A product of whole numbers as the source writes it. */
function bytesIn(file: string, pattern: RegExp): number {
  const [, product = ''] = pattern.exec(fileText(file)) ?? []
  return product
    .replaceAll('_', '')
    .split('*')
    .reduce((whole, factor) => whole * Number(factor), 1)
}

describe('the worked examples in docs/protocol.md', () => {
  const bundle = JSON.parse(fileText('docs/samples/exchange/evidence.json')) as EvidenceBundle

  test('the certificate number is computed as described', () => {
    const example = namedLines('number')
    const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'
    let product = 36
    const products = [...(example['body'] ?? '')].map((character) => {
      const sum = (product + alphabet.indexOf(character)) % 36 || 36
      product = (2 * sum) % 37
      return product
    })
    expect(example['P']).toBe(products.join(' '))
    expect(example['check']).toBe(
      `(37 - ${product}) mod 36 = ${(37 - product) % 36} = ${alphabet[(37 - product) % 36]}`,
    )
    expect(example['number']).toBe(certificateNumber('310000000000000', '2026-11-24', 1))
  })

  test('the hash of the first journal entry is computed as described', () => {
    const { previous = '', array = '', hash } = namedLines('journal-example')
    const order = blockNamed(protocol, 'journal-order').trim().split(' ')
    const [entry] = bundle.journal
    if (!entry) throw new RangeError('no entry')
    const members = entry as unknown as Record<string, unknown>
    expect(JSON.stringify(order.map((name) => members[name]))).toBe(array)
    expect(createHash('sha256').update(`${previous}\n${array}`).digest('base64url')).toBe(hash)
    expect([entry.previous, entry.hash]).toEqual([previous, hash])
    expect(entryHash(entry)).toBe(hash)
  })

  test('the real exchange is what the table says, signed and bound together', async () => {
    const table = Object.fromEntries(
      rowsBelow(protocol, 'A real exchange').map(([what = '', value = '']) => [what, quoted(value)[0]]),
    )
    const [header = ''] = bundle.request.split('.')
    expect(table['header of the request']).toBe(Buffer.from(header, 'base64url').toString())
    expect(table['its base64url']).toBe(header)
    expect(table['SHA-256 of the request']).toBe(sha256(bundle.request))
    expect(table['SHA-256 of the answer']).toBe(sha256(bundle.answer))

    const contracts = createContracts()
    const directory = payloadOf<Directory>(bundle.directory)
    const request = await signedBy<RequestEnvelope>(bundle.request, '320101000000000', directory)
    const answer = await signedBy<AnswerEnvelope>(bundle.answer, '310000000000000', directory)
    expect(contracts.check('request-envelope', request)).toMatchObject({ ok: true })
    expect(contracts.check('answer-envelope', answer)).toMatchObject({ ok: true })
    expect([answer.requestDigest, answer.inResponseTo]).toEqual([sha256(bundle.request), request.jti])
    const certificate = await signedBy(String(answer.body?.['certificate']), '310000000000000', directory)
    expect(contracts.check('certificate', certificate)).toMatchObject({ ok: true })
  })
})

function namedLines(info: string): Record<string, string> {
  const lines = blockNamed(protocol, info).trimEnd().split('\n')
  return Object.fromEntries(lines.map((line) => [line.split(/ +/, 1)[0] ?? '', line.replace(/^\S+ +/, '')]))
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('base64url')
}

function payloadOf<T>(token: string): T {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as T
}

/** The payload, verified with jose under the signing certificate that the directory lists for the member. */
async function signedBy<T>(token: string, member: string, directory: Directory): Promise<T> {
  const listed = directory.members.find(({ code }) => code === member)
  const [der = ''] = listed?.certificates.find(({ use }) => use === 'sign')?.chain ?? []
  const pem = `-----BEGIN CERTIFICATE-----\n${der}\n-----END CERTIFICATE-----`
  const { payload } = await compactVerify(token, await importX509(pem, 'ES256'))
  return JSON.parse(Buffer.from(payload).toString()) as T
}
