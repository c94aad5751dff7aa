import { randomUUIDv7 } from 'node:crypto'
import { afterAll, expect, test } from '@jest/globals'
import { chinaDateTime } from '../../src/clock.ts'
import type { JobResult } from '../../src/contracts/generated/types.ts'
import { messageType } from '../../src/domain/message-type.ts'
import { verifyJobResult } from '../../src/evidence/verify-result.ts'
import { asked, asker, createEvidenceDesk, madeAt } from '../support/evidence.ts'

const desk = createEvidenceDesk()
afterAll(() => desk[Symbol.dispose]())

const directory = Buffer.from(desk.directory(), 'latin1')

function result(
  changes: Partial<JobResult> = {},
  {
    by = asker,
    type = messageType.result,
  }: { by?: string; type?: (typeof messageType)[keyof typeof messageType] } = {},
): Buffer {
  const payload: JobResult = {
    version: '1',
    iss: asker,
    job: randomUUIDv7(),
    service: 'deposit-certificate.issue',
    iat: madeAt / 1000,
    endedAt: chinaDateTime(madeAt),
    centres: [{ centre: asked, state: 'answered', attempts: 1 }],
    ...changes,
  }
  return desk.signer(by).sign(type, payload)
}

async function failures(bytes: Buffer): Promise<string[]> {
  const { ok, findings } = await verifyJobResult(bytes, directory, desk.trust)
  const failed = findings.filter(({ state }) => state === 'fails')
  expect(ok).toBe(failed.length === 0)
  return failed.map(({ part, check, code }) => `${part} ${check} ${code}`)
}

test('the result of a job holds, and tells who says so and when', async () => {
  const verdict = await verifyJobResult(result(), directory, desk.trust)
  expect(verdict.ok).toBe(true)
  expect(verdict.signed.at(-1)).toMatchObject({ part: 'result', member: asker, at: madeAt })
  expect(verdict.result?.centres).toMatchObject([{ centre: asked, state: 'answered' }])
})

test('one byte changed is found', async () => {
  const [header, payload = '', signature] = result().toString('latin1').split('.')
  const text = Buffer.from(payload, 'base64url').toString().replace('"answered"', '"no-record"')
  const altered = [header, Buffer.from(text).toString('base64url'), signature].join('.')
  expect(await failures(Buffer.from(altered, 'latin1'))).toEqual(['result signature SIGNATURE_INVALID'])
})

test('what another member signed in the asker’s name is refused', async () => {
  expect(await failures(result({}, { by: asked }))).toEqual(['result listed ISSUER_MISMATCH'])
})

test('another message with the same content is no result', async () => {
  expect(await failures(result({}, { type: messageType.answer }))).toContain('result form TYPE_REFUSED')
})

test('what does not fit its schema is refused', async () => {
  expect(
    await failures(result({ centres: [{ centre: asked, state: 'perhaps' as never, attempts: 1 }] })),
  ).toContain('result content EVIDENCE_INVALID')
})
