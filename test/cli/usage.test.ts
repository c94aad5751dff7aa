import { describe, expect, test } from '@jest/globals'
import { programVersion } from '../../src/program-version.ts'
import { representedCentres, sandboxCentres } from '../../src/sandbox/centres.ts'
import { gateway } from '../support/cli.ts'

const verbs = [
  'sandbox',
  'serve',
  'request',
  'verify',
  'print',
  'keys new',
  'keys csr',
  'keys import',
  'keys store',
  'directory sign',
  'directory show',
  'config check',
  'config show',
  'journal verify',
  'diagnostics',
]

test.each(verbs)('gateway %s explains itself, in both languages', async (verb) => {
  const { code, out } = await gateway([...verb.split(' '), '--help'])
  expect(code).toBe(0)
  expect(out).toContain(`Usage: gateway ${verb}`)
  expect(out).toContain('--json')
  expect(out).toMatch(/\p{Script=Han}/u)
})

test('gateway --help lists every verb and the exit codes', async () => {
  const { code, out } = await gateway(['--help'])
  expect(code).toBe(0)
  for (const verb of verbs) expect(out).toContain(verb.split(' ')[0])
  expect(out).toMatch(/Exit codes/)
})

test('gateway --help says what a sandbox is made of', async () => {
  const { out } = await gateway(['--help'])
  const [centres, behind] = [Object.keys(sandboxCentres).length, representedCentres.length]
  expect(out.replace(/\s+/g, ' ')).toContain(
    `${centres} centres, the portal, and a hub with ${behind} more centres behind it`,
  )
})

test('gateway --version says which version it is', async () => {
  expect(await gateway(['--version'])).toMatchObject({ code: 0, out: programVersion(), err: '' })
})

describe('what is not understood ends with 2', () => {
  test.each([
    [['frobnicate'], /unknown command 'frobnicate'/],
    [['verify'], /missing required argument 'file'/],
    [['verify', 'x', '--frob'], /unknown option '--frob'/],
    [['keys', 'new', '--out', 'x'], /required option '--use <use>'/],
    [['keys', 'new', '--use', 'both', '--out', 'x'], /Allowed choices are sign, tls/],
    [['keys'], /Usage: gateway keys/],
    [[], /Usage: gateway/],
  ])('%j', async (args, message) => {
    const { code, err, out } = await gateway(args)
    expect(code).toBe(2)
    expect(err).toMatch(message)
    expect(out).toBe('')
  })

  test('the hint names the command whose help helps', async () => {
    expect((await gateway(['keys', 'new', '--frob'])).err).toContain('gateway keys new --help')
  })

  test('with --json it is one catalogued error', async () => {
    const ran = await gateway(['verify', '--frob', '--json'])
    expect(ran.code).toBe(2)
    expect(ran.json()).toMatchObject({
      code: 'USAGE_INVALID',
      detail: expect.stringContaining('--frob'),
      hint: { en: 'See: gateway verify --help', zh: expect.stringContaining('gateway verify --help') },
    })
  })

  test('what a command finds out itself names its own help', async () => {
    const args = ['config', 'check', '--as', '999', '--config', 'x']
    const { err } = await gateway(args)
    expect(err).toMatch(/处置 to do: 请查看 See: gateway config check --help$/)
    const { hint } = (await gateway([...args, '--json'])).json()
    expect(hint).toEqual({
      en: 'See: gateway config check --help',
      zh: '请查看：gateway config check --help',
    })
  })
})

describe('an error', () => {
  test('is told in both languages with place and remedy', async () => {
    const { code, err } = await gateway(['config', 'show', '--config', '/nowhere/gateway.yaml'])
    expect(code).toBe(1)
    expect(err).toMatch(/^CONFIG_INVALID {2}配置不可用。 The configuration is not usable\./)
    expect(err).toContain('at: /nowhere/gateway.yaml')
    expect(err).toMatch(/to do: .*Correct the place named/)
  })

  test('has its precise code as JSON too, since a local user is no stranger', async () => {
    const ran = await gateway(['config', 'show', '--config', '/nowhere/gateway.yaml', '--json'])
    expect(ran.json()).toMatchObject({
      code: 'CONFIG_INVALID',
      where: '/nowhere/gateway.yaml',
      docs: 'docs/errors.md#config_invalid',
    })
  })
})

describe('--as', () => {
  test('says how to get a sandbox where there is none', async () => {
    const { code, err } = await gateway(['config', 'show', '--as', '999999999'])
    expect(code).toBe(2)
    expect(err).toContain('USAGE_INVALID')
    expect(err).toMatch(/npm start|one of/)
  })

  test('does not go with --config', async () => {
    const { code, err } = await gateway(['config', 'show', '--as', '310000000', '--config', 'x'])
    expect(code).toBe(2)
    expect(err).toContain('not both')
  })
})
