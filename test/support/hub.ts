import { chmodSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Agreement, Directory, Member } from '../../src/contracts/generated/types.ts'
import { serviceNames } from '../../src/domain/services.ts'
import { personas } from '../../src/sandbox/personas.ts'
import { testDialect } from './dialects.ts'
import { type HostileServer, httpAnswer, type Manner, says, startHostileServer } from './hostile-server.ts'
import { hangzhou, hefei, jiangsu, prepareFederation, shanghai, type TestFederation } from './sandbox.ts'

/** Hefei as a hub: the centres that it represents have codes that no sandbox centre has. */
export const hub = hefei
/** By directory and configuration. */
export const park = '321400000000000'
/** Likewise. */
export const second = '321497000000000'
/** By the directory only. */
export const unconfigured = '321499000000000'
/** By the configuration only; the directory has another hub speak for it. */
export const elsewhere = '321498000000000'
export const otherHub = hangzhou

/** A federation with a hub, and the interface of the centres behind it. */
export interface HubStand {
  federation: TestFederation
  /** The one interface behind all of them. */
  centre: HostileServer
}

/** Nothing but the interface runs yet. */
export async function prepareHub(): Promise<HubStand> {
  const federation = await prepareFederation()
  const centre = await startHostileServer(says(record()))
  federation.onClose(async () => centre[Symbol.asyncDispose]())
  const secretsFile = join(dirname(federation.of(hub).config), 'centres.yaml')
  writeFileSync(secretsFile, 'appKey: "TEST-0001"\n')
  chmodSync(secretsFile, 0o600)
  federation.configure(hub, (config) => ({
    ...config,
    represents: [park, second, elsewhere].map((code) => ({
      centre: code,
      dialect: testDialect('plain-json'),
      endpoint: `http://127.0.0.1:${centre.port}`,
      certificateValidity: 'P30D',
      settings: { branch: '01' },
      secretsFile,
    })),
  }))
  federation.publish(withHub)
  return { federation, centre }
}

export function withHub(directory: Directory): Directory {
  const members = directory.members.map((member): Member => {
    return member.code === hub || member.code === otherHub ? { ...member, kind: 'hub' } : member
  })
  return {
    ...directory,
    members: [
      ...members,
      represented(park, '苏州工业园区社会保险基金和公积金管理中心', hub),
      represented(second, '另一被代理中心', hub),
      represented(unconfigured, '未配置中心', hub),
      represented(elsewhere, '他处代理中心', otherHub),
    ],
    agreements: [...directory.agreements, agreement, limited],
  }
}

function represented(code: string, name: string, representedBy: string): Member {
  return {
    code,
    name,
    representedBy,
    kind: 'centre',
    division: '320500',
    endpoints: [],
    certificates: [],
    services: [...serviceNames],
    protocols: ['1'],
  }
}

/** Of the represented centres themselves; the hub has none for what it answers in their names. */
const agreement: Agreement = {
  id: 'represented',
  consumers: [jiangsu, shanghai, hub],
  providers: [park, second, unconfigured, elsewhere],
  services: ['deposit-record.check', 'deposit-certificate.issue', 'deposit-certificate.verify'],
  purposes: ['remote-housing-loan'],
  fields: ['account', 'contribution', 'balance', 'continuity', 'loans'],
  bases: ['consent'],
  notBefore: '2026-01-01',
  notAfter: '2099-12-31',
  singleUse: true,
}

const limited: Agreement = {
  ...agreement,
  id: 'represented-limited',
  consumers: [jiangsu],
  providers: [park, second],
  purposes: ['citizen-application'],
  requestsPerMinute: 1,
}

/** The interface's reply about the persona `normal`. */
export function record(): Buffer {
  const person = personas.find(({ id }) => id === 'normal')?.person
  const data = {
    name: person?.name,
    id: person?.idNumber,
    time: '2026-11-24 09:30:00',
    account: '00012345',
    balance: '12345.67',
    base: '8000.00',
  }
  return httpAnswer(JSON.stringify({ code: '200', data }))
}

export const withCode = (code: string): Manner => says(httpAnswer(JSON.stringify({ code })))
