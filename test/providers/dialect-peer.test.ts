import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { createContracts } from '../../src/contracts/contracts.ts'
import { GatewayError } from '../../src/errors.ts'
import { plainRecord, plainSettings, questionNow, somebody, testPeer } from '../support/dialect-peer.ts'
import { type HostileServer, httpAnswer, says, startHostileServer } from '../support/hostile-server.ts'

let server: HostileServer
beforeEach(async () => {
  server = await startHostileServer(says(httpAnswer(plainRecord())))
})
afterEach(async () => server[Symbol.asyncDispose]())

/** How a centre’s facts came to be found, as the office gets it. */
function lineageIn(provenance: Buffer | undefined) {
  const json = { exchangeId: 'e-1', ...JSON.parse(String(provenance)) }
  const checked = createContracts().check('office.lineage', json)
  if (!checked.ok) throw new Error(`${checked.where} ${checked.detail}`)
  return checked.value
}

describe('a centre asked in its dialect', () => {
  test('is asked about the person, and its facts are given', async () => {
    await using peer = testPeer('plain-json', server.port)
    expect(await peer.provider.find(questionNow())).toMatchObject({
      outcome: 'found',
      facts: {
        asOf: '2026-11-24T09:30:00+08:00',
        account: { number: '1001' },
        balance: { amount: 1_234_567 },
      },
    })
    const [head = '', body = ''] = String(server.messages[0]).split('\r\n\r\n')
    expect(head).toContain('appkey: TEST-0001')
    expect(JSON.parse(body)).toEqual({ branch: '01', name: somebody.name, id: somebody.idNumber })
  })

  test('gives no field set that was not asked for', async () => {
    await using peer = testPeer('plain-json', server.port)
    const finding = await peer.provider.find(questionNow({ fields: ['balance'] }))
    expect(finding).toMatchObject({ facts: { balance: { amount: 1_234_567 } } })
    expect(finding).not.toHaveProperty('facts.account')
  })

  test('may know nobody of that name and number', async () => {
    server.behave(says(httpAnswer('{"code":"404"}')))
    await using peer = testPeer('plain-json', server.port)
    expect(await peer.provider.find(questionNow())).toMatchObject({ outcome: 'no-record' })
    expect(peer.state()).toMatchObject({ successes: 1, failures: 0 })
  })

  test.each([
    ['refuses', '{"code":"403"}', 'CENTRE_REFUSED', 0],
    ['says what nobody knows', '{"code":"777"}', 'CENTRE_ANSWER_INVALID', 1],
    ['says nothing', '', 'CENTRE_ANSWER_INVALID', 1],
  ])(
    'that %s has no record of nobody: it fails, and that is %4$i sickness',
    async (_, body, code, failures) => {
      server.behave(says(httpAnswer(body)))
      await using peer = testPeer('plain-json', server.port)
      await expect(peer.provider.find(questionNow())).rejects.toMatchObject({ code })
      expect(peer.state().failures).toBe(failures)
    },
  )
})

describe('what is kept of a finding', () => {
  test('is all that it takes to find it again, in the contract’s form', async () => {
    await using peer = testPeer('plain-json', server.port)
    const question = questionNow()
    const { provenance } = await peer.provider.find(question)
    const { at, addressee, applicationNumber } = question
    expect(lineageIn(provenance)).toEqual({
      version: '1',
      exchangeId: 'e-1',
      dialect: { name: 'plain-json', version: peer.dialect.version },
      question: {
        person: somebody,
        fields: ['account', 'balance'],
        centre: { code: '999900000000000', name: '测试中心' },
        addressee,
        applicationNumber,
        at,
        seed: Buffer.alloc(16, 7).toString('base64'),
      },
      replies: [{ name: 'query', status: 200, bytes: Buffer.from(plainRecord()).toString('base64') }],
      outcome: 'found',
      facts: {
        asOf: '2026-11-24T09:30:00+08:00',
        account: { number: '1001' },
        balance: { amount: 1_234_567 },
      },
      lineage: {
        asOf: { from: ['data/time'], by: 'date-time' },
        'account.number': { from: ['data/account'], by: 'text' },
        'balance.amount': { from: ['data/balance'], by: 'yuan' },
      },
      missing: ['account.opened', 'account.status', 'account.frozen', 'account.arrears'],
      unmapped: [],
    })
  })

  test('holds no secret of the centre', async () => {
    await using peer = testPeer('plain-json', server.port)
    const { provenance } = await peer.provider.find(questionNow())
    expect(String(provenance)).not.toContain(plainSettings.appKey)
  })

  test('holds no status of what came over TCP', async () => {
    const body = plainRecord()
    const head = Buffer.from('HEAD\0\0\0\0', 'latin1')
    head.writeUInt32BE(Buffer.byteLength(body), 4)
    server.behave(says(head, body))
    await using peer = testPeer('plain-tcp', server.port)
    const { provenance } = await peer.provider.find(questionNow({ fields: ['balance'] }))
    expect(lineageIn(provenance).replies).toEqual([
      { name: 'query', bytes: Buffer.from(body).toString('base64') },
    ])
  })

  test('is kept of nobody’s record too, with the reply that says so', async () => {
    server.behave(says(httpAnswer('{"code":"404"}')))
    await using peer = testPeer('plain-json', server.port)
    const { provenance } = await peer.provider.find(questionNow())
    const lineage = lineageIn(provenance)
    expect(lineage).toMatchObject({ outcome: 'no-record', replies: [{ status: 200 }] })
    expect(lineage).not.toHaveProperty('facts')
  })
})

test('an asker who has stopped waiting is not asked for', async () => {
  await using peer = testPeer('plain-json', server.port)
  const failed = peer.provider.find(questionNow({ deadline: 0 }))
  await expect(failed).rejects.toBeInstanceOf(GatewayError)
  expect(server.messages).toEqual([])
})
