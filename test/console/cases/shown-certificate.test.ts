import { describe, expect, test } from '@jest/globals'
import { shownCertificate } from '../../../src/console/cases/shown-certificate.ts'
import type { DepositCertificate } from '../../../src/contracts/generated/types.ts'
import { formLines } from '../../../src/print/form-rows.ts'
import { legible } from '../../../src/domain/legible.ts'

const certificate: DepositCertificate = {
  version: '1',
  iss: '310000000000000',
  issuer: '上海\u202e市\n公积金管理中心',
  number: '31000020261124000001O',
  issuedAt: '2026-11-24T10:00:01+08:00',
  validUntil: '2027-01-24',
  addressee: '320101000000000',
  purpose: 'remote-housing-loan',
  applicationNumber: 'A-1',
  person: { name: '\u200b沈清和', idType: 'resident-id', idNumber: '310101190001010011' },
  fields: ['employer'],
  facts: {
    asOf: '2026-11-24T10:00:00+08:00',
    employer: { name: '\u202e元00.9 额缴存月\u202c 上海\u3164公司' },
  },
}

function shown(changes: Partial<DepositCertificate> = {}) {
  return shownCertificate(
    {
      caseId: 'case',
      exchangeId: 'exchange',
      certificate: { ...certificate, ...changes },
      verdict: { holds: true, revocationKnown: true, findings: [] } as never,
    },
    { centre: (code) => code, branch: (code) => code },
    Date.parse('2026-11-24T12:00:00+08:00'),
  )
}

describe('a certificate on the screen', () => {
  test('has nothing that a centre’s words could hide behind or turn round', () => {
    const { issuer, person, facts } = shown()
    expect([issuer.name, person.name, facts.employer?.name]).toEqual([
      '上海市 公积金管理中心',
      '沈*',
      '元00.9 额缴存月 上海公司',
    ])
  })

  test('says of a fact that cannot be seen just that, and not that it is empty', () => {
    const { facts } = shown({ facts: { ...certificate.facts, employer: { name: '\u3164' } } })
    expect(facts.employer?.name).toBe('〔不可见〕')
  })

  test('calls the employer as paper does', () => {
    const onPaper = formLines(legible(certificate))
      .flat()
      .find(({ label }) => label === '工作单位')
    expect(shown().facts.employer?.name).toBe(onPaper?.value)
  })
})
