import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { type Config, loadConfig } from '../../src/config/config.ts'
import { yamlText } from '../../src/config/yaml-file.ts'
import { createContracts } from '../../src/contracts/contracts.ts'
import type { OfficeClient } from '../../src/contracts/generated/types.ts'

const contracts = createContracts()
const none = { configFile: undefined, logLevel: undefined, storeKey: undefined, keyPassphrase: undefined }
let folder = ''
let file = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'callbacks-'))
  file = join(folder, 'gateway.yaml')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const url = 'https://loans.example/callbacks'

function load(...clients: OfficeClient[]): Config['office']['clients'][number]['callbacks'] {
  const key = { key: 'k', certificate: 'c' }
  const config = {
    member: '310000000000000',
    exchange: { host: 'localhost', port: 1 },
    office: { host: 'localhost', port: 2, clients },
    ops: { host: 'localhost', port: 3 },
    keys: { sign: key, tls: key },
    trust: { anchors: 'anchors.pem', operators: ['A'.repeat(43)] },
    directory: { sources: ['directory'] },
    store: { file: 'store' },
  }
  writeFileSync(file, yamlText(JSON.parse(JSON.stringify(config))))
  return loadConfig(file, none, contracts).office.clients.flatMap(({ callbacks }) => callbacks)
}

const desk = (thumbprint: string, ...callbacks: NonNullable<OfficeClient['callbacks']>): OfficeClient => ({
  name: 'desk',
  thumbprint: thumbprint.repeat(43),
  callbacks,
})
const portal: OfficeClient = { name: 'portal', member: '310000000', callbacks: [{ name: 'main', url }] }

test('places are each client’s own, believed by the federation’s anchors unless they have their own', () => {
  expect(load(desk('A', { name: 'main', url, anchors: 'loans.pem' }), portal)).toEqual([
    {
      caller: 'desk',
      name: 'main',
      url,
      anchors: join(folder, 'loans.pem'),
      at: '/office/clients/0/callbacks/0',
    },
    {
      caller: 'portal',
      name: 'main',
      url,
      anchors: join(folder, 'anchors.pem'),
      at: '/office/clients/1/callbacks/0',
    },
  ])
})

test('a name that one client has twice is refused with its line, also where each certificate has one', () => {
  const clients = [desk('A', { name: 'main', url }), desk('E', { name: 'main', url: `${url}/other` })]
  let thrown: unknown
  try {
    load(...clients)
  } catch (error) {
    thrown = error
  }
  expect(thrown).toMatchObject({
    code: 'CONFIG_INVALID',
    where: `${file}:${lineOf(`${url}/other`) - 1}`,
    detail:
      '/office/clients/1/callbacks/0/name 与该客户端的另一回调地址重名 is that of another place of this client',
  })
})

test.each([
  ['plain text', 'http://loans.example/'],
  ['credentials in it', 'https://user:word@loans.example/'],
  ['a query', 'https://loans.example/?key=1'],
  ['no host', 'https://:443/'],
])('an address with %s is refused', (_, address) => {
  expect(() => load(desk('A', { name: 'main', url: address }))).toThrow(
    expect.objectContaining({ code: 'CONFIG_INVALID', where: expect.stringContaining(`${file}:`) }),
  )
})

function lineOf(text: string): number {
  return (
    readFileSync(file, 'utf8')
      .split('\n')
      .findIndex((line) => line.includes(text)) + 1
  )
}
