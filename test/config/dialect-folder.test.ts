import { createHash } from 'node:crypto'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { dialectFolder, loadDialect } from '../../src/config/dialect-folder.ts'
import { createContracts } from '../../src/contracts/contracts.ts'
import { testDialect } from '../support/dialects.ts'

const contracts = createContracts()
let folder = ''
let file = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dialect-'))
  file = join(folder, 'dialect.yaml')
  cpSync(testDialect('plain-json'), folder, { recursive: true })
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function edit(before: string, after: string): void {
  const text = readFileSync(file, 'utf8')
  expect(text).toContain(before)
  writeFileSync(file, text.replace(before, after))
}

const lineOf = (text: string) =>
  readFileSync(file, 'utf8')
    .split('\n')
    .findIndex((line) => line.includes(text)) + 1

function failure(): unknown {
  try {
    return loadDialect(folder, contracts)
  } catch (thrown) {
    return thrown
  }
}

test('a dialect is its definition, and the SHA-256 of the bytes that it was read from', () => {
  const { definition, version } = loadDialect(folder, contracts)
  expect(definition).toMatchObject({ dialect: 'plain-json', calls: [{ name: 'query' }] })
  expect(version).toBe(createHash('sha256').update(readFileSync(file)).digest('hex'))
  edit('Plain JSON', 'Plain  JSON')
  expect(loadDialect(folder, contracts).version).not.toBe(version)
})

describe('is told with its line:', () => {
  test.each([
    [
      'a member that the schema does not know',
      'record: { at: data }',
      'record: { at: data, in: x }',
      '/record/in',
    ],
    ['a value that it does not allow', 'format: json', 'format: jason', '/calls/0/reply/format'],
    ['a template that names nothing', "'{person.name}'", "'{persn.name}'", 'persn'],
    ['a setting that is not declared', "'{settings.branch}'", "'{settings.brunch}'", 'brunch'],
    [
      'a converter that does not make the fact',
      'account, as: text',
      'account, as: yuan',
      '/fields/account.number',
    ],
  ])('%s', (_, before, after, about) => {
    edit(before, after)
    expect(failure()).toMatchObject({
      code: 'CONFIG_INVALID',
      where: `${file}:${lineOf(after)}`,
      detail: expect.stringContaining(about),
    })
  })

  test('every fault of one kind, not only the first', () => {
    edit("'{person.name}'", "'{persn.name}'")
    edit('balance, as: yuan', 'balance, as: month')
    expect(failure()).toMatchObject({
      where: `${file}:${lineOf('persn')}`,
      detail: expect.stringContaining(`${file}:${lineOf('as: month')}: /fields/balance.amount`),
    })
  })

  test('a text that is no YAML', () => {
    edit('calls:', 'calls: [')
    expect(failure()).toMatchObject({
      code: 'CONFIG_INVALID',
      where: expect.stringMatching(/dialect\.yaml:\d+$/),
    })
  })
})

test('a folder without a dialect.yaml is told by its path', () => {
  rmSync(file)
  expect(failure()).toMatchObject({ code: 'CONFIG_INVALID', where: file })
})

test('a dialect is found by its name where it comes with the gateway, else beside the configuration', () => {
  expect(dialectFolder('bsp-tags', '/etc/gateway')).toMatch(/src\/dialects\/bsp-tags$/)
  expect(dialectFolder('our-own', '/etc/gateway')).toBe('/etc/gateway/our-own')
  expect(dialectFolder('./bsp-tags', '/etc/gateway')).toBe('/etc/gateway/bsp-tags')
  expect(dialectFolder('../dialects/x', '/etc/gateway')).toBe('/etc/dialects/x')
})
