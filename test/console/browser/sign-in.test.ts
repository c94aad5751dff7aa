import { afterAll, beforeAll, expect, jest, test } from '@jest/globals'
import type { Browser } from 'playwright-core'
import { axeFindings, launchBrowser, openPage, screenshot, sidewaysPixels } from '../../support/browser.ts'
import { consoleOrigin, startProvider } from '../../support/console-sign-in.ts'
import { press } from '../../support/keyboard.ts'
import { serveInProcess } from '../../support/in-process.ts'
import { jiangsu, prepareFederation, type TestFederation } from '../../support/sandbox.ts'

jest.setTimeout(120_000)

let federation: TestFederation
let browser: Browser
let origin: string

beforeAll(async () => {
  federation = await prepareFederation()
  await serveInProcess(federation, jiangsu)
  await startProvider(federation)
  origin = consoleOrigin(federation)
  browser = await launchBrowser()
})

afterAll(async () => {
  await browser.close()
  await federation.close()
})

test.each([320, 1280])('the sandbox’s provider is read by everybody, %d wide', async (width) => {
  const { page, troubles } = await openPage(browser, { width })
  await page.goto(`${origin}/console/sign-in`)
  expect(await page.title()).toContain('选择登录人员')
  expect(await axeFindings(page)).toEqual([])
  expect(await sidewaysPixels(page)).toBe(0)
  await screenshot(page, `provider-${width}`)
  expect(troubles).toEqual([])
})

test('one signs in, in another’s place, and out, by keyboard alone, and in a real browser no policy is in the way', async () => {
  const { page, troubles } = await openPage(browser)
  const who = async (): Promise<unknown> =>
    page.evaluate(
      `fetch('/console/v1/session').then((answer) => answer.json()).then((said) => said.person?.name ?? said.code)`,
    )
  await page.goto(`${origin}/console/sign-in`)
  await press(page, '林悦')
  await page.waitForURL(`${origin}/console/**`)
  expect(await who()).toBe('林悦')

  await page.goto(`${origin}/console/sign-in`)
  await press(page, '何静')
  await page.waitForURL(`${origin}/console/**`)
  expect(await who()).toBe('何静')

  const to =
    await page.evaluate(`fetch('/console/v1/session').then((answer) => answer.json()).then(({ csrf }) =>
    fetch('/console/v1/sign-out', { method: 'POST', headers: { 'x-csrf-token': csrf } })).then((answer) => answer.json()).then(({ to }) => to)`)
  await page.goto(String(to))
  await page.waitForURL(`${origin}/console/**`)
  expect(await who()).toBe('CONSOLE_SIGN_IN_REQUIRED')
  expect(troubles).toEqual([])
})
