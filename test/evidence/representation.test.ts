import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from '@jest/globals'
import { certificateNumber } from '../../src/domain/certificate-number.ts'
import { verifyBundle } from '../../src/evidence/verify-bundle.ts'
import { gateway } from '../support/cli.ts'
import { type Changes, createEvidenceDesk } from '../support/evidence.ts'
import { hub, otherHub, park, withHub } from '../support/hub.ts'

const desk = createEvidenceDesk()
afterAll(() => desk[Symbol.dispose]())

const directory = desk.directory(withHub)
const number = certificateNumber(park, '2026-11-24', 1)

/** What the hub `by` would have made of a question to the represented centre. */
function relayed(by: string): Changes {
  return {
    directory,
    request: { aud: park },
    answer: { iss: park, relayedBy: by },
    certificate: { iss: park, number, relayedBy: { code: by, name: '转发方' } },
    answerSigner: by,
    certificateSigner: by,
    journal: (drafts) => drafts.map((draft) => ({ ...draft, audience: park })),
  }
}

async function failures(changes: Changes): Promise<string[]> {
  const bytes = Buffer.from(JSON.stringify(desk.bundle(changes)))
  const { findings } = await verifyBundle(bytes, desk.trust)
  return findings
    .filter(({ state }) => state !== 'holds')
    .map(({ part, check, where = '' }) => `${part} ${check} ${where}`.trim())
}

describe('evidence of a represented centre', () => {
  test('holds where its representative signed', async () => {
    expect(await failures(relayed(hub))).toEqual([])
  })

  test('does not hold where a hub signed that the directory does not name', async () => {
    expect(await failures(relayed(otherHub))).toEqual([
      'answer represented /relayedBy',
      'answer bound /relayedBy',
      'certificate represented /relayedBy',
      'certificate about /relayedBy',
    ])
  })

  test('does not hold where nobody says who signed', async () => {
    expect(await failures({ ...relayed(hub), answer: { iss: park } })).toEqual([
      'answer listed /iss',
      'answer trusted',
      'answer signature',
      'answer bound /relayedBy',
    ])
  })
})

describe('people are told who issued and who relayed', () => {
  function file(name: string, text: string): string {
    const path = join(desk.folder, name)
    writeFileSync(path, text)
    return path
  }

  test('by gateway verify', async () => {
    const path = file('evidence.json', JSON.stringify(desk.bundle(relayed(hub))))
    const { code, out } = await gateway(['verify', path, '--config', desk.files.member(hub).config])
    expect(out).toContain(`${number}`)
    expect(out).toContain(`转发方 relayed by 转发方 ${hub}`)
    expect(code).toBe(0)
  })

  test('by gateway directory show', async () => {
    const { out } = await gateway(['directory', 'show', file('hub.jws', directory)])
    expect(out).toMatch(new RegExp(`${park}.*中心 centre.*\\n.*represented by: ${hub} 合肥`))
    expect(out).toMatch(new RegExp(`${hub}.*枢纽 hub`))
  })
})
