import { afterAll, beforeAll, expect, jest, test } from '@jest/globals'
import type { Browser, Page } from 'playwright-core'
import { launchBrowser, openPage, type WatchedPage } from '../../support/browser.ts'
import { type ConsoleStand, startConsoleStand } from '../../support/console-stand.ts'
import { hefei, shanghai } from '../../support/sandbox.ts'

jest.setTimeout(120_000)

const name = `<img src=x onerror="document.title='owned'"><script>document.title='owned'</script>合肥中心`

let stand: ConsoleStand
let browser: Browser

beforeAll(async () => {
  ;[stand, browser] = await Promise.all([startConsoleStand([shanghai]), launchBrowser()])
  stand.federation.publish((directory) => ({
    ...directory,
    members: directory.members.map((member) => (member.code === hefei ? { ...member, name } : member)),
  }))
})

afterAll(async () => {
  await browser.close()
  await stand[Symbol.asyncDispose]()
})

async function windowOf(staff: string, path: string): Promise<WatchedPage> {
  const watched = await openPage(browser)
  watched.page.setDefaultTimeout(60_000)
  await watched.page.goto(`${stand.origin}/console/sign-in?to=/console/${path}`)
  await watched.page.locator(`button[value="${staff}"]`).click()
  await watched.page.waitForURL(`${stand.origin}/console/${path}`)
  return watched
}

/** As the text that it is, and as nothing else. */
async function harmless({ page, troubles }: WatchedPage): Promise<void> {
  await page.getByText('<img src=x onerror=').first().waitFor()
  expect(await page.locator('img[src="x"], script:not([src])').count()).toBe(0)
  expect(await page.title()).not.toBe('owned')
  expect(troubles).toEqual([])
}

/** Loads anew until the gateway has the new directory. */
async function untilNamed(page: Page, place: string): Promise<void> {
  while (!(await page.locator('main').innerText()).includes('<img')) {
    await page.goto(place)
    await page.getByText('上海市公积金管理中心').first().waitFor()
  }
}

test('T122 a centre whose name is markup has it shown as text, to officers and operators', async () => {
  const officer = await windowOf('lin.yue', 'new')
  const { page } = officer
  await untilNamed(page, `${stand.origin}/console/new`)
  await harmless(officer)
  await page.getByLabel('姓名').fill('沈清和')
  await page.getByLabel('身份证号').fill('310101190001010011')
  await page.getByText('<img src=x onerror=').first().click()
  await page.getByText('本人授权').click()
  await page.getByLabel('授权书编号').fill(`<b>SQ-1</b>`)
  await page.getByLabel('有效期至').fill('2099-12-31')
  await page.keyboard.press('Control+Enter')
  await page.getByText('未能查询', { exact: true }).waitFor()
  await harmless(officer)
  expect(await page.locator('main').innerText()).toContain('<b>SQ-1</b>')
  await page.getByRole('link', { name: '历史查询' }).first().click()
  await harmless(officer)

  const operator = await windowOf('jiang.chuan', 'board')
  await harmless(operator)
  await operator.page.getByRole('link', { name: /^<img/ }).click()
  await operator.page.getByRole('heading', { name: /^<img/ }).waitFor()
  await harmless(operator)
})
