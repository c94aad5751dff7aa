import { afterAll, expect, test } from '@jest/globals'
import { revealPerson } from '../../../src/console/cases/certificate.ts'
import type { KeptCase } from '../../../src/console/cases/ports.ts'
import { consolePeople } from '../../support/console-person.ts'
import { asked, createEvidenceDesk, madeAt } from '../../support/evidence.ts'

const desk = createEvidenceDesk()
afterAll(() => desk[Symbol.dispose]())

test('an account number that is revealed is read in the order in which it stands', async () => {
  const account = { number: '3100\u202e0010\u200b42' }
  const bundle = desk.bundle({ certificate: { facts: { asOf: '2026-11-24T10:00:00+08:00', account } } })
  const { exchangeId } = bundle
  // What it says is read from the signed bytes.
  const result = { centre: asked, state: 'answered', exchangeId, certificate: {}, elapsedMs: 1 }
  const person = { name: '沈清和', idType: 'resident-id', idNumber: '310101190001010011' }
  const kept = {
    id: 'case',
    person,
    centres: [{ centre: asked, state: 'answered' }],
    asks: [{ parts: [{ centre: asked, state: 'answered', result }] }],
  } as unknown as KeptCase

  const revealed = await revealPerson(
    consolePeople.officer,
    kept,
    { centre: asked, reason: '核对贷款申请' },
    {
      clock: () => madeAt,
      evidence: () => Promise.resolve(bundle),
      trust: desk.trust,
      directory: () => desk.trust.readDirectory(Buffer.from(desk.directory(), 'latin1'), madeAt),
      accesses: { record: () => Promise.resolve() } as never,
      names: { centre: (code) => code, branch: (code) => code },
      standing: () => Promise.resolve({ state: 'holds' }),
    },
  )
  expect(revealed).toMatchObject({ person: { name: person.name }, accountNumber: '3100001042' })
})
