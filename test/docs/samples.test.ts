import { readdirSync } from 'node:fs'
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { withoutJest } from '../support/process.ts'
import { prepareFederation, type TestFederation } from '../support/sandbox.ts'
import { root } from './markdown.ts'

const samples = readdirSync(join(root, 'docs/samples')).filter((name) => /\.(mjs|sh)$/.test(name))

function run(sample: string, folder: string): Promise<{ code: unknown; err: string }> {
  const file = join(root, 'docs/samples', sample)
  const [program, ...args] = sample.endsWith('.sh') ? ['bash', file] : [process.execPath, file]
  return new Promise((resolve) => {
    execFile(program, [...args, folder], { env: withoutJest(process.env) }, (error, _, err) =>
      resolve({ code: error?.code ?? 0, err }),
    )
  })
}

describe('a sample program says in both languages, in one line, how to get a sandbox', () => {
  test.each(samples)('%s, where there is none', async (sample) => {
    expect(await run(sample, '/nowhere')).toEqual({
      code: 1,
      err: '/nowhere 中没有沙箱 no sandbox in /nowhere: npm start\n',
    })
  })

  describe('where it does not run', () => {
    let federation: TestFederation
    beforeAll(async () => {
      federation = await prepareFederation()
    })
    afterAll(() => federation.close())

    const callers = samples.filter((name) => name !== 'callback-receiver.mjs')
    test.each(callers)('%s', async (sample) => {
      const { folder } = federation
      expect(await run(sample, folder)).toEqual({
        code: 1,
        err: `${folder} 中的沙箱没有运行 the sandbox in ${folder} is not running: npm start\n`,
      })
    })
  })
})
