import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { personas } from '../../src/sandbox/personas.ts'
import { gateway, type Ran } from '../support/cli.ts'
import { jiangsu, prepareFederation, shanghai, type TestFederation } from '../support/sandbox.ts'

test('gateway request --help lists whom it can ask about: id, name, number and what each stands for', async () => {
  const { out } = await gateway(['request', '--help'])
  for (const { id, person, label } of personas) {
    const line = out.split('\n').find((each) => each.includes(person.idNumber))
    for (const text of [id, person.name, label.zh, label.en]) expect(line).toContain(text)
  }
})

describe.each(['--save', '--save-result'])('the file of %s', (option) => {
  // No gateway runs here: what is told before that is told before anything is asked.
  let federation: TestFederation
  beforeAll(async () => {
    federation = await prepareFederation()
  })
  afterAll(() => federation.close())

  const about = ['--to', shanghai, '--persona', 'normal']
  const ask = (file: string): Promise<Ran> =>
    gateway(['request', '--config', federation.of(jiangsu).config, ...about, option, file, '--json'])

  test('is never replaced, and nothing is asked: FILE_EXISTS', async () => {
    const file = join(federation.folder, 'kept.json')
    writeFileSync(file, 'proof of something else')
    const ran = await ask(file)
    expect([ran.code, ran.json()]).toEqual([1, expect.objectContaining({ code: 'FILE_EXISTS', where: file })])
    expect(readFileSync(file, 'utf8')).toBe('proof of something else')
  })

  test('is no folder, and nothing is asked: FILE_UNUSABLE', async () => {
    const folder = join(federation.folder, 'docs')
    mkdirSync(folder)
    expect((await ask(folder)).json()).toMatchObject({ code: 'FILE_UNUSABLE', where: folder })
  })

  test('can be written there, or nothing is asked: FILE_UNUSABLE', async () => {
    const { config } = federation.of(jiangsu)
    const file = join(config, 'evidence.json')
    expect((await ask(file)).json()).toMatchObject({ code: 'FILE_UNUSABLE', where: config })
  })

  test('is not there where nobody could be asked', async () => {
    const file = join(federation.folder, 'none.json')
    expect((await ask(file)).json()).toMatchObject({ code: 'PEER_UNREACHABLE' })
    expect(existsSync(file)).toBe(false)
  })
})
