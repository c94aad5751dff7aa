import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { isMap, parseDocument } from 'yaml'
import { loadConfig } from '../../src/config/config.ts'
import { readEnvironment } from '../../src/config/env.ts'
import { createContracts } from '../../src/contracts/contracts.ts'
import { type SandboxFiles } from '../../src/sandbox/files.ts'
import {
  changePerson,
  findPerson,
  peopleIn,
  sandboxPeople,
} from '../../src/sandbox/identity-provider/people.ts'
import { readIdentitySetup } from '../../src/sandbox/identity-provider/setup.ts'
import { signInPage } from '../../src/sandbox/identity-provider/sign-in-page.ts'
import { portCount, portsFrom } from '../../src/sandbox/ports.ts'
import { prepareSandbox } from '../../src/sandbox/prepare.ts'
import { jiangsu } from '../support/sandbox.ts'

const madeAt = Date.now()
const day = 86_400_000
let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'identity-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

function prepare(now = madeAt): SandboxFiles {
  return prepareSandbox(folder, now, portsFrom(20_000))
}

function consoleOf(files: SandboxFiles) {
  return loadConfig(files.member(jiangsu).config, readEnvironment({}), createContracts()).office.console
}

describe('a sandbox', () => {
  test('has a console and an identity provider on a port of its own, which share a secret that others cannot read', () => {
    const files = prepare()
    const setup = readIdentitySetup(files)
    expect(setup.port).toBe(20_000 + portCount - 1)
    expect(consoleOf(files)).toMatchObject({
      origin: 'https://127.0.0.1:20001',
      identity: { issuer: `https://localhost:${setup.port}`, clientId: setup.clientId },
    })
    const { consoleSecret } = files.member(jiangsu)
    expect(readFileSync(consoleSecret, 'utf8').trim()).toBe(setup.clientSecret)
    for (const secret of [consoleSecret, files.identity.setup, files.identity.tlsKey])
      expect(statSync(secret).mode & 0o077).toBe(0)
  })

  test('from before there were consoles gets one, and its configuration keeps what somebody wrote into it', () => {
    const files = prepare()
    const { config, consoleSecret } = files.member(jiangsu)
    const document = parseDocument(readFileSync(config, 'utf8'))
    const office = document.get('office')
    if (isMap(office)) office.delete('console')
    writeFileSync(config, `# my note\n${document.toString()}`)
    rmSync(consoleSecret)
    rmSync(join(folder, 'identity'), { recursive: true })
    expect(consoleOf(files)).toBeUndefined()

    prepare(madeAt + 30 * day)
    expect(readFileSync(config, 'utf8')).toMatch(/^# my note\n/)
    expect(consoleOf(files)).toMatchObject({ origin: 'https://127.0.0.1:20001' })
  })

  test('keeps its secrets from start to start', () => {
    const { signingKey, clientSecret } = readIdentitySetup(prepare())
    expect(readIdentitySetup(prepare(madeAt + day))).toMatchObject({ signingKey, clientSecret })
  })
})

describe('its people', () => {
  test('are officers of two branches, a supervisor, an auditor and an operator', () => {
    expect(peopleIn(prepare().identity)).toEqual(sandboxPeople)
    expect(sandboxPeople.map(({ staff, roles, branch }) => [staff, ...roles, branch])).toEqual([
      ['lin.yue', 'officer', 'jinling'],
      ['zhou.hang', 'officer', 'jianye'],
      ['xu.ning', 'supervisor', 'jinling'],
      ['he.jing', 'auditor', undefined],
      ['jiang.chuan', 'operator', undefined],
    ])
  })

  test('change at once, and are not found while they are disabled', () => {
    const { identity } = prepare()
    changePerson(identity, 'lin.yue', { disabled: true })
    expect(findPerson(identity, 'lin.yue')).toBeUndefined()
    changePerson(identity, 'lin.yue', { disabled: false, roles: ['auditor'] })
    expect(findPerson(identity, 'lin.yue')?.roles).toEqual(['auditor'])
  })

  test('are shown by name, and no name becomes a part of the page', () => {
    const page = signInPage(
      [...sandboxPeople, { staff: '"><script>', name: '<b>坏</b>', roles: [], disabled: false }],
      '/sign-in/1',
    )
    for (const { name } of sandboxPeople) expect(page).toContain(name)
    expect(page).not.toMatch(/<script|<b>/)
  })
})
