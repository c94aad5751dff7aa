import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import type { Browser, Page } from 'playwright-core'
import {
  axeFindings,
  brokenLines,
  launchBrowser,
  openPage,
  screenshot,
  sidewaysPixels,
  type WatchedPage,
} from '../../support/browser.ts'
import { type ConsoleStand, startConsoleStand } from '../../support/console-stand.ts'
import { answersOnce, pass } from '../../support/fault-proxy.ts'
import { qrCodeOn } from '../../support/qr-code.ts'
import { focused, press, tabTo, typeInto } from '../../support/keyboard.ts'

jest.setTimeout(120_000)

let stand: ConsoleStand
let browser: Browser
let watched: WatchedPage
let page: Page
const addresses: string[] = []
/** What the officer downloaded. */
let paper: Buffer
/** Lets the slow centre answer. */
const slow = Promise.withResolvers<void>()

beforeAll(async () => {
  ;[stand, browser] = await Promise.all([startConsoleStand(), launchBrowser()])
  watched = await openPage(browser)
  page = watched.page
  page.on('request', (request) => addresses.push(request.url()))
  page.setDefaultTimeout(60_000)
})

afterAll(async () => {
  slow.resolve()
  await browser.close()
  await stand[Symbol.asyncDispose]()
})

/** A person looks at the picture; nobody has to look for what axe finds. */
async function looked(name: string): Promise<void> {
  await screenshot(page, `officer-${name}`)
  expect(await axeFindings(page)).toEqual([])
}

function row(city: string) {
  return page.getByRole('row').filter({ hasText: city })
}

async function told(city: string, state: string): Promise<void> {
  await row(city).getByText(state, { exact: true }).waitFor()
}

// One walk by keyboard alone, in the order in which it is made: each test goes on where the one before left the page.
describe('an officer at the counter', () => {
  test('signs in at the identity provider and begins where one asks', async () => {
    await page.goto(`${stand.origin}/console/`)
    await page.getByRole('heading', { name: '异地贷款缴存使用证明' }).waitFor()
    await looked('sign-in')
    await press(page, '用统一身份账号登录')
    await page.getByRole('button', { name: '林悦' }).waitFor()
    await looked('identity-provider')
    await press(page, '林悦')
    await page.waitForURL(`${stand.origin}/console/new`)
    await page.getByText('上海市公积金管理中心').waitFor()
    await looked('new')
    await page.keyboard.press('Tab')
    expect(await focused(page)).toBe('跳到主要内容')
    await page.keyboard.press('Enter')
    expect(await page.evaluate('document.activeElement.id')).toBe('main')
  })

  test('is told all that is missing, and nothing leaves', async () => {
    await page.keyboard.press('Control+Enter')
    await page.getByRole('heading', { name: '有 6 处需要修改' }).waitFor()
    expect(await focused(page)).toMatch(/^有 6 处需要修改/)
    expect(page.url()).toBe(`${stand.origin}/console/new`)
    await looked('new-faults')
    await press(page, '请填写姓名')
    expect(await focused(page)).toBe('姓名')
    await page.keyboard.press('F2')
    expect(await focused(page)).toBe('身份证号')
  })

  test('has the check digit explained while typing, and may type spaces', async () => {
    await page.keyboard.type('31010119000101001x')
    await page.getByText('最后一位应为 1，现为 X').waitFor()
    await page.keyboard.press('ControlOrMeta+A')
    await page.keyboard.type(' 310101 19000101 0011 ')
    await page.getByText('校验码正确').waitFor()
  })

  test('finds four cities by pinyin and asks them', async () => {
    stand.hangzhouLine.behave(answersOnce(slow.promise))
    await stand.hefeiLine.refuse()
    for (const [pinyin, city] of [
      ['shanghai', '上海'],
      ['hz', '杭州'],
      ['hefei', '合肥'],
      ['suz', '苏州'],
    ] as const) {
      await typeInto(page, '查找城市', pinyin)
      await press(page, city, 'Space')
    }
    await press(page, '本人授权', 'Space')
    await typeInto(page, '授权书编号', 'SQ-2026-0917')
    await tabTo(page, '有效期至')
    await page.getByLabel('有效期至').fill('2099-12-31')
    await tabTo(page, '业务编号')
    await page.keyboard.type('YD-2026-1')
    // The name was left out: what was typed is all still there afterwards.
    await page.keyboard.press('Control+Enter')
    await page.getByRole('heading', { name: '有 1 处需要修改' }).waitFor()
    await press(page, '请填写姓名')
    await page.keyboard.type('沈清和')
    await page.keyboard.press('Control+Enter')
    await page.getByRole('heading', { name: '查询进度' }).waitFor()
  })

  test('uses what is there while one city is slow and another cannot be asked', async () => {
    await told('上海', '已返回')
    await told('苏州', '已返回')
    await told('合肥', '未能查询')
    await row('合肥').getByText('未能查询，不代表没有缴存记录', { exact: true }).waitFor()
    await told('杭州', '查询中')
    await row('杭州')
      .getByText(/^杭州响应较慢，已等待 \d+ 秒。其他城市结果可先使用$/)
      .waitFor()
    // Said once: a text that counts seconds would be read out each second.
    await page.getByRole('status').getByText('杭州响应较慢，其他城市结果可先使用。').waitFor()
    expect(await focused(page)).toBe('查询进度')
    await looked('progress')
  })

  test('puts the city that is down on the waiting list', async () => {
    await press(page, '加入等待：合肥')
    await told('合肥', '等待恢复')
    slow.resolve()
    await told('杭州', '无缴存记录')
    await page.getByText('2 个城市已返回，1 个无缴存记录，1 个等待恢复').waitFor()
    await looked('progress-waiting')
  })

  test('reads each city, its time and what can be done there in one line each', async () => {
    const table = page.getByRole('table')
    expect(await brokenLines(table.locator('tbody th, td.number, td a, td button, td .piece'))).toEqual([])
    expect(await sidewaysPixels(page)).toBe(0)
  })

  test('reads the certificate, masked', async () => {
    await press(page, '查看证明：上海')
    await page.getByText('验签通过，内容未被改动，出具机构可信').waitFor()
    expect(await page.getByRole('main').innerText()).not.toContain('沈清和')
    await page.getByText('3101**********0011').waitFor()
    await page.getByRole('heading', { name: '逐月缴存' }).waitFor()
    await looked('certificate')
  })

  test('sees the whole name and number for a minute, with a reason', async () => {
    await press(page, '显示完整信息')
    await page.getByText('请填写查看原因，本次操作将被记录').waitFor()
    await looked('reveal')
    await tabTo(page, '显示')
    await page.keyboard.press('Enter')
    await page.getByText('请填写原因，至少 4 个字').waitFor()
    await page.keyboard.type('核对身份证原件')
    await press(page, '显示')
    await page.getByText('310101190001010011').waitFor()
    await page.getByText('沈清和').waitFor()
    await looked('revealed')
    expect(await focused(page)).toMatch(/^立即隐藏/)
    await page.keyboard.press('Enter')
    await page.getByText('3101**********0011').waitFor()
    expect(await focused(page)).toBe('显示完整信息')
    expect(await page.getByRole('main').innerText()).not.toContain('沈清和')
  })

  test('prints it by Ctrl and P', async () => {
    const [printed] = await Promise.all([
      page.waitForResponse((response) => response.url().endsWith('/certificate/print')),
      page.keyboard.press('Control+P'),
    ])
    expect([printed.status(), printed.headers()['content-type']]).toEqual([200, 'application/pdf'])
    await page.locator('iframe[data-paper]').waitFor({ state: 'attached' })
  })

  test('takes it away as a PDF', async () => {
    const [file] = await Promise.all([page.waitForEvent('download'), press(page, '下载 PDF')])
    expect(file.suggestedFilename()).toMatch(/^[\w-]+\.pdf$/)
    const bytes = readFileSync((await file.path()) ?? '')
    expect(bytes.subarray(0, 5).toString()).toBe('%PDF-')
    expect(bytes.length).toBeLessThan(100_000)
    paper = bytes
  })

  test('hands over paper whose QR code leads anybody to what it is worth', async () => {
    const address = await qrCodeOn(paper)
    expect(address).toMatch(new RegExp(`^${stand.origin}/check#`))
    const citizen = await openPage(browser)
    await citizen.page.goto(address)
    await citizen.page.getByRole('heading', { name: '证明有效' }).waitFor()
    await screenshot(citizen.page, 'officer-qr-check')
    expect(citizen.troubles).toEqual([])
    await citizen.page.context().close()
  })

  test('is told when the city is back and its certificate has come', async () => {
    await press(page, '等待列表')
    await page.getByRole('row').filter({ hasText: '合肥' }).waitFor()
    await looked('waiting')
    stand.hefeiLine.behave(pass)
    await stand.hefeiLine.listen()
    // The longer it was away, the longer until it is tried again: a minute at most, and the page looks every ten seconds.
    await page.getByText('合肥已恢复，沈*的证明已返回').waitFor({ timeout: 120_000 })
    await page.getByText('没有等待中的查询').waitFor()
    await looked('returned')
    const seen = page.waitForResponse((response) => response.url().endsWith('/waiting/seen'))
    await press(page, '查看')
    await told('合肥', '已返回')
    expect((await seen).status()).toBe(200)
    await page.reload()
    await told('合肥', '已返回')
    await page.waitForResponse((response) => response.url().endsWith('/console/v1/waiting'))
    expect(await page.getByText('合肥已恢复').count()).toBe(0)
  }, 240_000)

  test('finds the case again', async () => {
    await press(page, '历史查询')
    await page.getByRole('link', { name: '合肥证明' }).waitFor()
    await looked('history')
    await typeInto(page, '身份证号', '310101 19000101 002x')
    await page.keyboard.press('Enter')
    await page.getByText('未找到记录，请调整筛选条件').waitFor()
    expect(page.url()).toBe(`${stand.origin}/console/cases`)
  })

  test('has the keys explained', async () => {
    await page.keyboard.press('Control+/')
    await page.getByRole('dialog').getByText('Ctrl + Enter').waitFor()
    await looked('help')
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
  })

  test('signs out, and nothing is left to go back to', async () => {
    await press(page, '退出')
    await page.getByRole('link', { name: '用统一身份账号登录' }).waitFor()
    const status = await page.evaluate(`fetch('/console/v1/session').then(({ status }) => status)`)
    expect(status).toBe(401)
  })

  test('meets no page that breaks its own policy', () => {
    expect(watched.troubles).toEqual([])
  })

  test('left nobody in an address, nor in what the gateway logged', () => {
    expect(addresses.length).toBeGreaterThan(50)
    expect(stand.log.length).toBeGreaterThan(5)
    const written = decodeURIComponent([...addresses, ...stand.log].join('\n'))
    for (const personal of ['沈清和', '310101190001010011', '31010119000101002', '310000000010']) {
      expect(written).not.toContain(personal)
    }
    // So few digits stand in the ids of requests too, now and then.
    expect(written).not.toMatch(/(?<!\w)4032000(?!\w)/)
  })
})
