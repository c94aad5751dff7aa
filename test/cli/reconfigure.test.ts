import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { createReconfigure, type ServedSettings, settingsIn } from '../../src/cli/serve/reconfigure.ts'
import type { Shell } from '../../src/cli/shell.ts'
import { readEnvironment } from '../../src/config/env.ts'
import { createLasting } from '../../src/composition/lasting.ts'
import { jiangsu, prepareFederation, type TestFederation } from '../support/sandbox.ts'

// What a reload refuses although a trial did not: rare, and nobody should have to mend a file for it at night.

let federation: TestFederation
beforeAll(async () => {
  federation = await prepareFederation()
})
afterAll(() => federation.close())

function nothing(): never {
  throw new Error('not used')
}

const shell: Shell = {
  program: 'gateway',
  environment: readEnvironment({}),
  clock: Date.now,
  out: nothing,
  err: nothing,
  readInput: nothing,
  stopAsked: nothing,
  onReload: nothing,
  spawn: nothing,
}

test('CONFIG_REFUSED: where the reload refuses what was written, the file is put back and taken again', async () => {
  const lasting = createLasting()
  const file = federation.of(jiangsu).config
  const first: ServedSettings = settingsIn(file, shell, lasting)
  const seen: string[] = []
  const reconfigure = createReconfigure({
    shell,
    lasting,
    first,
    inForce: () => first,
    reload() {
      const text = readFileSync(file, 'utf8')
      seen.push(text)
      return Promise.resolve(text === first.text)
    },
  })
  const after = `${first.text}# by the console\n`
  await expect(reconfigure.apply(after, first.text)).rejects.toMatchObject({ code: 'CONFIG_REFUSED' })
  expect(seen).toEqual([after, first.text])
  expect(readFileSync(file, 'utf8')).toBe(first.text)
})
