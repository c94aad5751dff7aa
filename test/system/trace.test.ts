import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Directory, OfficeBatch, OfficeJob, OfficeResult } from '../../src/contracts/generated/types.ts'
import { sandboxQuestion } from '../../src/sandbox/question.ts'
import { placeAnchors, startPlace, type TestPlace } from '../support/callback-place.ts'
import { hub, type HubStand, park, prepareHub } from '../support/hub.ts'
import {
  certificateRequest,
  certificatesIn,
  http,
  type HttpAnswer,
  json,
  memberOf,
  post,
  rawToken,
  headerOf,
  sha256,
  signed,
} from '../support/member-client.ts'
import { freePort } from '../support/ports.ts'
import {
  type GatewayProcess,
  hangzhou,
  jiangsu,
  portal,
  shanghai,
  type TestFederation,
} from '../support/sandbox.ts'

// The portal asks a centre with a gateway of its own, and one that a hub asks in its dialect: three gateways, each a process.
let stand: HubStand
let federation: TestFederation
let place: TestPlace
const gateways = new Map<string, GatewayProcess>()

beforeAll(async () => {
  stand = await prepareHub()
  federation = stand.federation
  federation.publish(
    (directory) =>
      ({
        ...directory,
        agreements: directory.agreements.map((each) =>
          each.consumers.includes(portal) ? { ...each, providers: [...each.providers, park] } : each,
        ),
      }) satisfies Directory,
  )
  place = await startPlace({ port: await freePort() })
  const anchors = join(federation.folder, 'places.pem')
  writeFileSync(anchors, placeAnchors)
  const { cert } = memberOf(federation, portal).office
  federation.configure(portal, (config) => ({
    ...config,
    office: {
      ...config.office,
      clients: [
        {
          name: 'portal-backend',
          thumbprint: sha256(certificatesIn(cert)[0]?.raw ?? ''),
          may: ['ask', 'jobs'],
          callbacks: [{ name: 'main', url: place.url, anchors }],
        },
      ],
    },
  }))
  await start(portal, shanghai, hub)
})
afterAll(async () => {
  await place.close()
  await federation.close()
})

async function start(...codes: string[]): Promise<void> {
  await Promise.all(codes.map(async (code) => gateways.set(code, await federation.start(code))))
}

interface Line {
  event: string
  requestId?: string
  exchangeId?: string
  centre?: string
  code?: string
  traceId?: string
  spanId?: string
  parentId?: string
}

/** The line of a gateway that holds all of these texts, past or to come. */
async function line(code: string, ...texts: string[]): Promise<Line> {
  const gateway = gateways.get(code)
  if (!gateway) throw new RangeError(`${code} does not run`)
  return JSON.parse(await gateway.line(...texts)) as Line
}

let last = 0
const newTraceId = (): string => `4bf92f3577b34da6a3ce929d${String((last += 1)).padStart(8, '0')}`
const parentId = '00f067aa0ba902b7'

function office(
  body: object,
  headers: Record<string, string>,
  path = '/office/v1/questions',
): Promise<HttpAnswer> {
  return http({
    port: federation.of(portal).ports.office,
    path,
    tls: memberOf(federation, portal).office,
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json', ...headers },
  })
}

const question = (to: string[]) => sandboxQuestion(portal, to, 'normal', Date.now())

describe('a trace that a caller of the portal began', () => {
  test('crosses three gateways and is found in the log of each, hop by hop', async () => {
    const traceId = newTraceId()
    const traceparent = `00-${traceId}-${parentId}-01`
    const answer = await office(question([shanghai, park]), { traceparent, tracestate: 'vendor=1' })
    expect(json<OfficeResult>(answer).results).toMatchObject([
      { centre: shanghai, state: 'answered' },
      { centre: park, state: 'answered', relayedBy: { code: hub } },
    ])
    const asked = await line(portal, '"event":"office"', traceId)
    expect(asked).toMatchObject({ requestId: answer.headers['request-id'], parentId })
    expect(answer.headers['traceresponse']).toBe(`00-${traceId}-${asked.spanId}-01`)
    for (const [centre, by] of [
      [shanghai, shanghai],
      [park, hub],
    ] as const) {
      const out = await line(portal, '"event":"asked"', traceId, centre)
      expect(out).toMatchObject({ centre, parentId: asked.spanId })
      const into = await line(by, '"event":"answered"', traceId)
      expect(into).toMatchObject({ exchangeId: out.exchangeId, parentId: out.spanId })
      expect(new Set([asked.spanId, out.spanId, into.spanId]).size).toBe(3)
    }
    // The interface behind the hub knows nothing of such headers.
    const [sent] = stand.centre.messages.slice(-1)
    expect(sent?.toString('latin1')).not.toMatch(/trace|4bf92f35/i)
  })

  test('is in the lines of what is refused, on both sides', async () => {
    const traceId = newTraceId()
    const traceparent = `00-${traceId}-${parentId}-00`
    await office({ ...question([shanghai]), deadlineSeconds: 9, fields: ['employer'] }, { traceparent })
    expect(await line(portal, '"event":"asked"', traceId)).toMatchObject({ code: 'FIELDS_NOT_AGREED' })
    const bad = await office({ ...question([shanghai]), body: {} }, { traceparent })
    expect(bad.status).toBe(422)
    expect(await line(portal, '"event":"refused"', traceId)).toMatchObject({
      code: 'QUESTION_INVALID',
      parentId,
    })

    const asker = memberOf(federation, jiangsu)
    const request = certificateRequest(jiangsu, shanghai, { aud: hangzhou })
    const refused = await post(federation, shanghai, asker.tls, await signed(asker, request), {
      headers: { traceparent },
    })
    const told = await line(shanghai, '"event":"refused"', traceId)
    expect(told).toMatchObject({ parentId })
    expect(refused.headers['traceresponse']).toBe(`00-${traceId}-${told.spanId}-00`)
  })

  test('goes with each item of a batch', async () => {
    const traceId = newTraceId()
    const items = [question([shanghai]), question([park])]
    const answer = await office(
      { items },
      { traceparent: `00-${traceId}-${parentId}-01` },
      '/office/v1/batches',
    )
    expect(json<OfficeBatch>(answer).items).toHaveLength(2)
    await line(shanghai, '"event":"answered"', traceId)
    await line(hub, '"event":"answered"', traceId)
  })
})

describe('a traceparent that is none', () => {
  test.each([
    ['nothing that a trace could be', '<script>alert(1)</script>'],
    ['a person’s number', `00-${'0'.repeat(14)}310101190001010011-${parentId}-01`],
  ])('with %s is replaced, and never logged', async (_, traceparent) => {
    const answer = await office(question([shanghai]), { traceparent, tracestate: 'a=310101190001010011' })
    expect(answer.status).toBe(200)
    const requestId = String(answer.headers['request-id'])
    const asked = await line(portal, '"event":"office"', requestId)
    expect(asked).toMatchObject({ traceId: requestId.replaceAll('-', '') })
    expect(asked).not.toHaveProperty('parentId')
    await line(shanghai, '"event":"answered"', asked.traceId ?? '')
  })

  test('of a stranger is replaced as well; one that is whole is logged', async () => {
    const asker = memberOf(federation, jiangsu)
    const stranger = memberOf(federation, hangzhou)
    const forged = rawToken(headerOf(asker), certificateRequest(jiangsu, shanghai), stranger.key)
    const from = async (traceparent: string): Promise<Line> => {
      const refused = await post(federation, shanghai, stranger.tls, forged, { headers: { traceparent } })
      expect(refused.status).toBe(401)
      return line(shanghai, '"event":"refused"', String(refused.headers['request-id']))
    }
    const replaced = await from('310101190001010011')
    expect(replaced.traceId).toMatch(/^[0-9a-f]{32}$/)
    expect(replaced).not.toHaveProperty('parentId')
    const traceId = newTraceId()
    expect(await from(`00-${traceId}-${parentId}-01`)).toMatchObject({ traceId, parentId })
  })

  test('leaves nothing of itself in any log', () => {
    for (const { lines } of gateways.values()) {
      expect(lines.join('\n')).not.toMatch(/310101190001010011|script/)
    }
  })
})

test('a job keeps its trace over a kill of the asker, and tells it with its callback', async () => {
  const traceId = newTraceId()
  const traceparent = `00-${traceId}-${parentId}-01`
  await gateways.get(shanghai)?.kill()
  const body = { ...question([shanghai]), mayWait: true, callback: 'main' }
  const job = json<OfficeJob>(await office(body, { traceparent, prefer: 'wait=20' }))
  expect(job.state).toBe('waiting')
  const asked = await line(portal, '"event":"office"', traceId)
  await gateways.get(portal)?.kill()
  await start(shanghai, portal)
  const [out, into] = await Promise.all([
    line(portal, '"event":"asked"', traceId, '"state":"answered"'),
    line(shanghai, '"event":"answered"', traceId),
  ])
  expect(out.parentId).toBe(asked.spanId)
  expect(into).toMatchObject({ exchangeId: out.exchangeId, parentId: out.spanId })
  await place.reached(1)
  const told = await line(portal, '"event":"callback"', traceId)
  expect(told.parentId).toBe(asked.spanId)
  expect(place.received[0]?.headers['traceparent']).toBe(`00-${traceId}-${told.spanId}-01`)
})
