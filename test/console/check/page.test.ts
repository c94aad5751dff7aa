import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import request from 'supertest'
import { checkPageRoutes } from '../../../src/console/check/page.ts'
import { createBuiltFiles } from '../../../src/console/pages/built-files.ts'
import { createApp } from '../../../src/http/app.ts'

let folder: string
let app: ReturnType<typeof createApp>

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'check-'))
  writeFileSync(join(folder, 'check.html'), '<title>验真</title>')
  writeFileSync(join(folder, 'index.html'), '')
  app = createApp(checkPageRoutes({ built: createBuiltFiles(folder), sandbox: false }), {
    clock: Date.now,
    sandbox: false,
    onRefused: () => undefined,
  })
})
afterAll(() => rmSync(folder, { recursive: true }))

test.each([
  ['/check/', '/check'],
  ['/check/?from=paper', '/check?from=paper'],
  ['/check/?to=//evil.example/', '/check?to=//evil.example/'],
])('the check page typed with a slash is the check page: %s', async (path, location) => {
  const answer = await request(app).get(path)
  expect([answer.status, answer.headers['location']]).toEqual([308, location])
  expect((await request(app).get(location)).text).toBe('<title>验真</title>')
})

test.each(['/check//', '/check/other', '//check/'])('%s is nothing', async (path) => {
  expect((await request(app).get(path)).body).toMatchObject({ code: 'NOT_FOUND' })
})
