import { afterAll, describe, expect, test } from '@jest/globals'
import type { EvidenceBundle } from '../../src/contracts/generated/types.ts'
import type { Finding } from '../../src/evidence/findings.ts'
import { verifyBundle, verifyPair } from '../../src/evidence/verify-bundle.ts'
import { chained, type EntryDraft } from '../../src/journal/entry.ts'
import { asked, asker, bytesOf, type Changes, createEvidenceDesk, madeAt } from '../support/evidence.ts'

const desk = createEvidenceDesk()
afterAll(() => desk[Symbol.dispose]())

const hefei = '340100000000000'

/** What fails of a bundle, as `part check where`. */
async function failures(bundle: EvidenceBundle): Promise<string[]> {
  const { findings, ok } = await verifyBundle(bytesOf(bundle), desk.trust)
  const failed = findings.filter(({ state }) => state === 'fails').map(told)
  expect(ok).toBe(failed.length === 0)
  return failed
}

function told({ part, entry, check, where }: Finding): string {
  return [part, entry, check, where].filter((text) => text !== undefined).join(' ')
}

function failuresOf(changes: Changes): Promise<string[]> {
  return failures(desk.bundle(changes))
}

/** One character of a text changed; `at` counts from its end where it is negative. */
function altered(text: string, at: number): string {
  const place = at < 0 ? text.length + at : at
  return text.slice(0, place) + (text[place] === 'A' ? 'B' : 'A') + text.slice(place + 1)
}

const latin1 = (text: string) => Buffer.from(text, 'latin1')

/** The directory in which the asker's certificates were retired at a time. */
function retiredAt(retired: string): string {
  return desk.directory((same) => ({
    ...same,
    members: same.members.map((member) =>
      member.code === asker
        ? { ...member, certificates: member.certificates.map((one) => ({ ...one, retired })) }
        : member,
    ),
  }))
}

describe('a whole bundle', () => {
  test('holds in every check, and tells who signed what when', async () => {
    const { ok, signed, findings, exchange } = await verifyBundle(bytesOf(desk.bundle()), desk.trust)
    expect(findings.filter(({ state }) => state !== 'holds')).toEqual([])
    expect(ok).toBe(true)
    expect(signed.map(({ part, member, at }) => [part, member, at])).toEqual([
      ['directory', undefined, madeAt],
      ['request', asker, madeAt],
      ['answer', asked, madeAt + 1000],
      ['certificate', asked, madeAt + 1000],
    ])
    expect(exchange?.certificate?.addressee).toBe(asker)
  })

  test('holds for a signed refusal, which has no certificate', async () => {
    const { code, ...rest } = {
      code: 'AGREEMENT_REQUIRED',
      type: 'urn:hpf-exchange:error:AGREEMENT_REQUIRED',
    }
    const text = { en: 'No.', zh: '否。' }
    const problem = {
      ...rest,
      code,
      status: 403,
      title: text,
      hint: text,
      requestId: 'r-1',
      docs: 'docs/errors.md',
    }
    const bundle = desk.bundle({ answer: { problem } })
    const { ok, signed } = await verifyBundle(bytesOf(bundle), desk.trust)
    expect(ok).toBe(true)
    expect(signed.map(({ part }) => part)).toEqual(['directory', 'request', 'answer'])
  })

  test('holds when the directory was made after the exchange, and says so', async () => {
    const directory = desk.directory((same) => ({ ...same, issuedAt: madeAt / 1000 + 600 }))
    const { ok, findings } = await verifyBundle(bytesOf(desk.bundle({ directory })), desk.trust)
    expect(ok).toBe(true)
    expect(findings.find(({ check }) => check === 'in-force')?.detail).toMatch(/made after the exchange/)
  })
})

describe('who signed', () => {
  test('refuses a directory of an operator that we do not know', async () => {
    const strangers = { ...desk.trust, operators: new Set(['x'.repeat(43)]) }
    const { findings } = await verifyBundle(bytesOf(desk.bundle()), strangers)
    const failed = findings.filter(({ state }) => state === 'fails')
    expect(failed.map(({ part, check, code }) => [part, check, code])).toEqual([
      ['directory', 'operator', 'CERTIFICATE_UNKNOWN'],
    ])
    expect(findings.filter(({ part, state }) => part === 'request' && state === 'not-checked')).not.toEqual(
      [],
    )
  })

  test('refuses a directory that fewer operators signed than it takes', async () => {
    const { findings } = await verifyBundle(bytesOf(desk.bundle()), { ...desk.trust, operatorsRequired: 2 })
    expect(findings.filter(({ state }) => state === 'fails').map(told)).toEqual([
      'directory operator x5t#S256',
    ])
  })

  test('refuses a directory whose signature does not fit, and relies on nothing in it', async () => {
    const directory = altered(desk.directory(), -20)
    const { findings } = await verifyBundle(bytesOf(desk.bundle({ directory })), desk.trust)
    expect(findings.filter(({ state }) => state === 'fails').map(told)).toEqual([
      'directory signature signature',
    ])
    expect(findings.filter(({ check, state }) => check === 'signature' && state === 'holds')).toEqual([])
  })

  test('refuses a request that another member signed', async () => {
    expect(await failuresOf({ requestSigner: hefei })).toEqual(['request listed /iss'])
  })

  test('refuses an answer that another centre signed', async () => {
    expect(await failuresOf({ answerSigner: hefei })).toEqual(['answer listed /iss'])
  })

  test('refuses a certificate that another centre signed', async () => {
    expect(await failuresOf({ certificateSigner: hefei })).toEqual(['certificate listed /iss'])
  })

  test('refuses a signer that the directory does not list', async () => {
    const directory = desk.directory((same) => ({
      ...same,
      members: same.members.filter(({ code }) => code !== asker),
    }))
    expect(await failuresOf({ directory })).toEqual(['request listed x5t#S256'])
  })
})

describe('the time of signing counts, not the present', () => {
  const year = 365 * 86_400

  test('refuses a request signed after its certificate expired', async () => {
    const iat = madeAt / 1000 + 2 * year
    const directory = desk.directory((same) => ({ ...same, expires: iat + year }))
    expect(await failuresOf({ directory, request: { iat, exp: iat + 10 } })).toEqual([
      expect.stringMatching(/^request trusted /),
    ])
  })

  test('refuses an answer signed before its certificate was valid', async () => {
    expect(await failuresOf({ answer: { iat: madeAt / 1000 - year } })).toEqual([
      expect.stringMatching(/^answer trusted /),
    ])
  })

  test('refuses an exchange made when the directory had expired', async () => {
    const directory = desk.directory((same) => ({ ...same, expires: madeAt / 1000 }))
    expect(await failuresOf({ directory })).toEqual([expect.stringMatching(/^directory in-force /)])
  })

  test('refuses what was signed with a certificate that had been retired, and takes what was signed before', async () => {
    expect(await failuresOf({ directory: retiredAt('2026-11-24T09:00:00+08:00') })).toEqual([
      expect.stringMatching(/^request trusted /),
    ])
    expect(await failuresOf({ directory: retiredAt('2026-11-24T11:00:00+08:00') })).toEqual([])
  })
})

describe('parts belong together', () => {
  test('refuses a request that was put in place of another', async () => {
    const { request } = desk.bundle()
    expect(await failures({ ...desk.bundle(), request })).toEqual([
      'answer bound /requestDigest',
      'file bound /exchangeId',
      'journal 12 digests requestDigest',
      'journal 13 digests requestDigest',
      'journal recorded /journal',
    ])
  })

  test('judges by the digest also where the request cannot be read', async () => {
    const { request, ...bundle } = desk.bundle()
    const unreadable = altered(request, request.indexOf('.') + 1)
    expect(await failures({ ...bundle, request: unreadable })).toContain('answer bound /requestDigest')
  })

  test('refuses an answer that mirrors the request wrongly', async () => {
    expect(await failuresOf({ answer: { aud: hefei } })).toEqual(['answer bound /aud'])
  })

  test('refuses an exchange id that is not that of the request', async () => {
    const bundle = desk.bundle()
    const { exchangeId } = desk.bundle()
    expect(await failures({ ...bundle, exchangeId })).toContain('file bound /exchangeId')
  })

  test('refuses a certificate about another person', async () => {
    const person = { name: '张三', idType: 'resident-id' as const, idNumber: '310101190001010011' }
    expect(await failuresOf({ certificate: { person } })).toEqual(['certificate about /person/name'])
  })

  test('refuses a refusal that passes for an answer', async () => {
    const { answer, ...bundle } = desk.bundle()
    const envelope = JSON.parse(Buffer.from(answer.split('.')[1] ?? '', 'base64url').toString()) as object
    const passing = desk.signer(asked).sign('hpf-problem+jws', envelope).toString('latin1')
    expect(await failures({ ...bundle, answer: passing })).toContain('answer body typ')
  })
})

function ofOtherAnswer({ answerDigest, ...draft }: EntryDraft): EntryDraft {
  return { ...draft, answerDigest: answerDigest && 'D'.repeat(43) }
}

describe('the journal', () => {
  test('names an entry whose content was altered', async () => {
    const bundle = desk.bundle()
    const journal = bundle.journal.map((entry, i) => (i === 1 ? { ...entry, operator: 'officer-02' } : entry))
    expect(await failures({ ...bundle, journal })).toEqual([
      'journal 13 whole entry 13',
      'journal 13 says operator',
    ])
  })

  test('names an entry that was altered and chained anew', async () => {
    const bundle = {
      journal: ([first, ...rest]: EntryDraft[]) =>
        first ? [{ ...first, purpose: 'citizen-application' }, ...rest] : [],
    }
    expect(await failuresOf(bundle)).toEqual(['journal 12 says purpose'])
  })

  test('names an entry that was made for another answer', async () => {
    expect(await failuresOf({ journal: (drafts) => drafts.map(ofOtherAnswer) })).toEqual([
      'journal 13 digests answerDigest',
      'journal recorded /journal',
    ])
  })

  test('names an entry that does not follow the one before', async () => {
    const bundle = desk.bundle()
    const [first, second] = bundle.journal
    if (!first || !second) throw new RangeError('two entries expected')
    const { sequence: _, previous: __, hash: ___, ...draft } = second
    const elsewhere = chained(draft, { sequence: first.sequence, hash: 'B'.repeat(43) })
    expect(await failures({ ...bundle, journal: [first, elsewhere] })).toEqual(['journal 13 linked entry 13'])
    expect(await failures({ ...bundle, journal: [second, first] })).toContain('journal 12 linked entry 12')
  })

  test('misses the entry of the conclusion', async () => {
    expect(await failuresOf({ journal: (drafts) => drafts.slice(0, 1) })).toEqual([
      'journal recorded /journal',
    ])
  })

  test('takes a refusal of other bytes under the same id, and says so', async () => {
    const refusal = { kind: 'refused', outcome: 'REPLAY_REFUSED', requestDigest: 'C'.repeat(43) } as const
    const bundle = desk.bundle({
      journal: (drafts) => [...drafts, ...drafts.slice(1).map((draft) => Object.assign({}, draft, refusal))],
    })
    const { ok, findings } = await verifyBundle(bytesOf(bundle), desk.trust)
    expect(ok).toBe(true)
    expect(findings.find(({ entry, detail }) => entry === 14 && detail !== undefined)?.detail).toMatch(
      /another refusal/,
    )
  })

  test('takes who looked at it later for what it is, and not for a record of the messages', async () => {
    const looked = {
      kind: 'looked',
      outcome: 'reveal',
      requestDigest: 'C'.repeat(43),
      answerDigest: '',
    } as const
    const after = (drafts: EntryDraft[]) =>
      drafts.slice(-1).map((draft) => ({ ...draft, ...looked, operator: 'x' }))
    expect(await failuresOf({ journal: (drafts) => [...drafts, ...after(drafts)] })).toEqual([])
    expect(await failuresOf({ journal: (drafts) => [...drafts.slice(0, 1), ...after(drafts)] })).toEqual([
      'journal recorded /journal',
    ])
  })
})

describe('the file', () => {
  test.each(['request', 'answer', 'directory', 'journal'])(
    'is what fails where it has no %s',
    async (part) => {
      const rest = Buffer.from(JSON.stringify({ ...desk.bundle(), [part]: undefined }))
      const { findings } = await verifyBundle(rest, desk.trust)
      expect(findings).toMatchObject([{ part: 'file', check: 'form', state: 'fails', where: `/${part}` }])
    },
  )

  test('is refused where it is no strict JSON', async () => {
    const { findings } = await verifyBundle(Buffer.from('{"version":"1","version":"1"}'), desk.trust)
    expect(findings).toMatchObject([
      { part: 'file', check: 'form', state: 'fails', detail: '成员重复 a member is repeated' },
    ])
  })

  test('names the part that does not fit the schema', async () => {
    const bundle = desk.bundle()
    expect(await failures({ ...bundle, answer: 'no token' })).toEqual(['answer form /answer'])
    const journal = bundle.journal.map((entry) => ({ ...entry, at: -1 }))
    expect(await failures({ ...bundle, journal })).toEqual(['journal 12 form /journal/0/at'])
  })
})

test('judges a request and its answer with a directory from elsewhere', async () => {
  const { request, answer, directory } = desk.bundle()
  const parts = { request: latin1(request), answer: latin1(answer), directory: latin1(directory) }
  expect(await verifyPair(parts, desk.trust)).toMatchObject({ ok: true })
  const other = latin1(desk.bundle().request)
  expect((await verifyPair({ ...parts, request: other }, desk.trust)).findings).toContainEqual(
    expect.objectContaining({ part: 'answer', check: 'bound', state: 'fails' }),
  )
})
