import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import type { ShownCentres, ShownCertificate } from '../../../src/console/shown/cases.ts'
import { axeFindings, launchBrowser, openPage, screenshot, sidewaysPixels } from '../../support/browser.ts'
import { type ConsoleStand, startConsoleStand } from '../../support/console-stand.ts'
import { focused, press, typeInto } from '../../support/keyboard.ts'
import { hefei, shanghai } from '../../support/sandbox.ts'

jest.setTimeout(120_000)

let stand: ConsoleStand
let browser: Browser
const opened: { context: BrowserContext; troubles: string[] }[] = []

beforeAll(async () => {
  ;[stand, browser] = await Promise.all([startConsoleStand([shanghai]), launchBrowser()])
})

afterAll(async () => {
  await browser.close()
  await stand[Symbol.asyncDispose]()
})

/** Somebody's window, signed in. `timed`: its time passes as told, too. */
async function windowOf(staff: string, { width = 1280, timed = false } = {}): Promise<Page> {
  const { page, troubles } = await openPage(browser, { width })
  opened.push({ context: page.context(), troubles })
  page.setDefaultTimeout(60_000)
  if (timed) await page.clock.install()
  await page.goto(`${stand.origin}/console/`)
  await page.getByRole('link', { name: '用统一身份账号登录' }).click()
  await choose(page, staff)
  await page.getByRole('heading', { level: 1 }).waitFor()
  return page
}

async function choose(page: Page, staff: string): Promise<void> {
  await page.locator(`button[value="${staff}"]`).click()
}

/** Signs in from the lock screen, in the window beside, which is gone afterwards. */
async function unlock(page: Page, staff: string): Promise<void> {
  const [beside] = await Promise.all([page.waitForEvent('popup'), press(page, '登录解锁')])
  await choose(beside, staff)
  if (beside.isClosed()) return
  await beside.waitForEvent('close').catch(async (error: unknown) => {
    throw new Error(`the window beside stays open and says: ${await beside.innerText('body')}`, {
      cause: error,
    })
  })
}

async function looked(page: Page, name: string): Promise<void> {
  await screenshot(page, `officer-${name}`)
  expect(await axeFindings(page)).toEqual([])
}

/** A question about somebody who pays in Shanghai, as typed at the counter; a consent is good for one application. */
async function fillIn(page: Page, applicationNumber: string): Promise<void> {
  await page.getByText('上海市公积金管理中心').click()
  await page.getByLabel('姓名').fill('沈清和')
  await page.getByLabel('身份证号').fill('310101190001010011')
  await page.getByText('本人授权').click()
  await page.getByLabel('授权书编号').fill(`SQ-${applicationNumber}`)
  await page.getByLabel('有效期至').fill('2027-12-31')
  await page.getByLabel('业务编号').fill(applicationNumber)
}

async function asked(page: Page, applicationNumber: string): Promise<void> {
  await page.goto(`${stand.origin}/console/new`)
  await fillIn(page, applicationNumber)
  await page.getByRole('button', { name: '提交查询' }).click()
  await page.getByText('已返回', { exact: true }).waitFor()
}

async function toCertificate(page: Page): Promise<void> {
  await page.getByRole('link', { name: /^查看证明/ }).click()
  await page.getByRole('heading', { name: '缴存使用证明' }).waitFor()
}

describe('the first day', () => {
  test('says that there is nothing yet, and to look elsewhere only where one has looked for something', async () => {
    const page = await windowOf('xu.ning')
    await page.getByRole('link', { name: '历史查询' }).click()
    await page.getByText('还没有查询记录').waitFor()
    await page.getByText('只看本人经办').click()
    await page.getByRole('button', { name: '查找' }).click()
    await page.getByText('未找到记录，请调整筛选条件').waitFor()
    await page.getByRole('button', { name: '重置' }).click()
    await page.getByText('还没有查询记录').waitFor()
    await looked(page, 'history-empty')
    await page.getByRole('link', { name: '访问记录' }).click()
    await page.getByText('还没有访问记录').waitFor()
    await page.getByLabel('至', { exact: true }).fill('2026-01-01')
    await page.getByRole('button', { name: '查找' }).click()
    await page.getByText('未找到记录，请调整时间范围').waitFor()
    await looked(page, 'access-empty')
  })
})

describe('signing in', () => {
  test('comes back to the page that was asked for, loaded anew meanwhile', async () => {
    const { page, troubles } = await openPage(browser)
    opened.push({ context: page.context(), troubles })
    const asked = `${stand.origin}/console/cases`
    const signIn = page.getByRole('link', { name: '用统一身份账号登录' })
    await page.goto(asked)
    await signIn.waitFor()
    await page.reload()
    await signIn.click()
    await choose(page, 'lin.yue')
    await page.getByRole('heading', { name: '历史查询' }).waitFor()
    expect(page.url()).toBe(asked)
  })

  test('comes back to the place on the page too, to which an alarm leads at night', async () => {
    const { page, troubles } = await openPage(browser)
    opened.push({ context: page.context(), troubles })
    await page.goto(`${stand.origin}/console/guide#the-store-is-away-存储不可用`)
    await page.getByRole('link', { name: '用统一身份账号登录' }).click()
    await choose(page, 'jiang.chuan')
    await page.getByRole('heading', { name: /^存储不可用/, level: 2 }).waitFor()
  })

  test('leads on from the page that says that there is none, whoever has one', async () => {
    const page = await windowOf('lin.yue')
    await page.goto(`${stand.origin}/console/nothing`)
    await page.getByRole('heading', { name: '新建查询' }).waitFor()
    expect(page.url()).toBe(`${stand.origin}/console/new`)
  })
})

describe('a case that is not there', () => {
  test('is told with the number that hints ask for by its name', async () => {
    const page = await windowOf('lin.yue')
    await page.goto(`${stand.origin}/console/cases/abc`)
    await page
      .getByRole('alert')
      .getByText(/^请求编号 [\w-]+$/)
      .waitFor()
  })
})

describe('a screen that nobody touches', () => {
  test('is locked after a warning, hides what was on it, and goes on where it was once its owner is back', async () => {
    const page = await windowOf('lin.yue', { timed: true })
    await typeInto(page, '姓名', '沈清和')
    await page.clock.fastForward(545_000)
    await page.getByText('长时间未操作，屏幕即将锁定').waitFor()
    await looked(page, 'lock-warning')
    await page.clock.fastForward(60_000)
    await page.getByRole('heading', { name: '屏幕已锁定' }).waitFor()
    await looked(page, 'locked')
    expect(await page.locator('body').innerText()).not.toContain('新建查询')
    expect(await page.getByLabel('姓名').isVisible()).toBe(false)
    await unlock(page, 'lin.yue')
    await page.getByRole('heading', { name: '新建查询' }).waitFor()
    expect(await page.getByLabel('姓名').inputValue()).toBe('沈清和')
    expect(await focused(page)).toBe('姓名')
  })

  test('stays open once it is unlocked, however little its clock went on meanwhile', async () => {
    const page = await windowOf('lin.yue', { timed: true })
    await page.clock.pauseAt(Date.now() + 601_000)
    await page.getByRole('heading', { name: '屏幕已锁定' }).waitFor()
    await unlock(page, 'lin.yue')
    await page.getByRole('heading', { name: '新建查询' }).waitFor()
    await page.clock.runFor(2_000)
    expect(await page.getByRole('heading', { name: '新建查询' }).isVisible()).toBe(true)
  })

  test('stays open where an answer about the locked session comes late', async () => {
    const page = await windowOf('lin.yue', { timed: true })
    const [locked, refused, opened] = [1, 2, 3].map(() => Promise.withResolvers<void>())
    const poll = '**/console/v1/waiting'
    await page.route(
      poll,
      async (route) => {
        await locked?.promise
        const response = await route.fetch()
        expect(response.status()).toBe(401)
        refused?.resolve()
        await opened?.promise
        await route.fulfill({ response })
      },
      { times: 1 },
    )
    await Promise.all([page.waitForRequest(poll), page.clock.runFor(30_000)])
    const shut = page.waitForResponse('**/console/v1/session/lock')
    await page.getByRole('button', { name: '锁定' }).click()
    await shut
    locked?.resolve()
    await refused?.promise
    await unlock(page, 'lin.yue')
    await page.getByRole('heading', { name: '新建查询' }).waitFor()
    let isLate = false
    const again = page.waitForResponse((response) => {
      if (!response.url().endsWith('/waiting')) return false
      isLate ||= response.status() === 401
      return isLate && response.ok()
    })
    opened?.resolve()
    await Promise.race([again, page.getByRole('heading', { name: '屏幕已锁定' }).waitFor()])
    expect(await page.getByRole('heading', { name: '新建查询' }).isVisible()).toBe(true)
  })

  test('shows nothing of it to somebody else who signs in', async () => {
    const page = await windowOf('lin.yue', { timed: true })
    await page.getByLabel('姓名').fill('沈清和')
    await page.getByRole('button', { name: '锁定' }).click()
    await unlock(page, 'zhou.hang')
    await page.getByText('建邺管理部').waitFor()
    expect(await page.getByLabel('姓名').inputValue()).toBe('')
  })

  test('masks what was revealed after a minute', async () => {
    const page = await windowOf('lin.yue', { timed: true })
    await asked(page, 'YD-REVEAL')
    await toCertificate(page)
    await page.getByRole('button', { name: '显示完整信息' }).click()
    await page.getByLabel('原因').fill('核对身份证原件')
    await page.getByRole('button', { name: '显示', exact: true }).click()
    await page.getByText('310101190001010011').waitFor()
    await page.clock.fastForward(61_000)
    await page.getByText('3101**********0011').waitFor()
    expect(await page.getByRole('main').innerText()).not.toContain('沈清和')
  })
})

describe('what was typed', () => {
  test('is kept when the system fails, which is told with a number and whom to call', async () => {
    const page = await windowOf('lin.yue')
    const isCases = (url: URL): boolean => url.pathname === '/console/v1/cases'
    await page.route(isCases, (route) =>
      route.fulfill({
        status: 500,
        contentType: 'application/problem+json',
        json: {
          code: 'INTERNAL',
          title: { zh: '', en: '' },
          hint: { zh: '', en: '' },
          requestId: 'R-20261128-7',
        },
      }),
    )
    await fillIn(page, 'YD-FAIL')
    await page.keyboard.press('Control+Enter')
    await page.getByText('系统暂时出现问题。已填写内容已保存，请稍后再试。').waitFor()
    await page.getByText('请求编号', { exact: true }).waitFor()
    await page.getByText('R-20261128-7').waitFor()
    await page.getByText('联系方式').waitFor()
    expect(await focused(page)).toContain('R-20261128-7')
    await looked(page, 'system-failure')
    expect(await page.getByLabel('身份证号').inputValue()).toBe('310101190001010011')
    await page.unroute(isCases)
    await page.keyboard.press('Control+Enter')
    await page.getByRole('heading', { name: '查询进度' }).waitFor()
  })

  test('is kept while one looks something up, and asked once however often one presses', async () => {
    const page = await windowOf('lin.yue')
    await fillIn(page, 'YD-TWICE')
    await page.getByRole('link', { name: '等待列表' }).click()
    await page.getByText('没有等待中的查询').waitFor()
    await page.getByRole('link', { name: '新建查询' }).click()
    expect(await page.getByLabel('姓名').inputValue()).toBe('沈清和')
    await page.getByRole('button', { name: '提交查询' }).dblclick()
    await page.getByRole('heading', { name: '查询进度' }).waitFor()
    await page.getByRole('link', { name: '历史查询' }).first().click()
    await page.getByLabel('业务编号').fill('YD-TWICE')
    await page.getByRole('button', { name: '查找' }).click()
    await page.getByText('共 1 条').waitFor()
  })
})

describe('a second window', () => {
  test('in which somebody signs in anew does not cost the first one its work', async () => {
    const page = await windowOf('lin.yue')
    await fillIn(page, 'YD-SECOND')
    const second = await page.context().newPage()
    await second.goto(`${stand.origin}/console/sign-in?to=/console/waiting`)
    await choose(second, 'lin.yue')
    await second.getByRole('heading', { name: '等待列表' }).waitFor()
    await page.bringToFront()
    await page.keyboard.press('Control+Enter')
    await page.getByText('已返回', { exact: true }).waitFor()
  })
})

describe('a city that cannot be reached', () => {
  test('is offered for the waiting list before anybody asks', async () => {
    const page = await windowOf('lin.yue')
    await page.route('**/console/v1/centres', async (route) => {
      const response = await route.fetch()
      const shown = (await response.json()) as ShownCentres
      for (const centre of shown.provinces.flatMap(({ centres }) => centres)) {
        if (centre.code === hefei) centre.state = 'open'
      }
      await route.fulfill({ response, json: shown })
    })
    await page.reload()
    await page.getByText('暂时无法连接').waitFor()
    await page.getByText('合肥市住房公积金管理中心').click()
    await page.getByText('合肥中心暂时无法连接，可先加入等待').waitFor()
    await page.getByText('合肥加入等待，恢复后自动查询').click()
    await looked(page, 'new-down')
    await stand.hefeiLine.refuse()
    await fillIn(page, 'YD-WAIT')
    await page.keyboard.press('Control+Enter')
    await page.getByText('等待恢复', { exact: true }).waitFor()
    await page.getByRole('button', { name: '取消等待：合肥' }).click()
    await page.getByText('已取消', { exact: true }).waitFor()
  })
})

describe('a certificate that is not good', () => {
  test.each([
    ['bad', '验签未通过，不能作为贷款依据。', { verdict: { holds: false, findings: [] } }],
    ['stale', '数据截至昨日，建议重新查询', { stale: true }],
    ['expired', '证明已过有效期，请重新查询。', { expired: true }],
  ])('says so: %s', async (name, text, changes) => {
    const page = await windowOf('lin.yue')
    await page.route('**/certificate', async (route) => {
      const response = await route.fetch()
      const shown = (await response.json()) as ShownCertificate
      await route.fulfill({ response, json: { ...shown, ...changes } })
    })
    await asked(page, `YD-${name}`)
    await toCertificate(page)
    await page.getByText(text).first().waitFor()
    const mayPrint = await page.getByRole('button', { name: '打印' }).isEnabled()
    expect(mayPrint).toBe(name !== 'bad')
    const facts = await page.getByRole('heading', { name: '缴存与贷款情况' }).count()
    expect(facts).toBe(name === 'bad' ? 0 : 1)
    await looked(page, `certificate-${name}`)
  })
})

describe('who does not ask', () => {
  test('an auditor sees who looked at what, and why, of all branches', async () => {
    const page = await windowOf('he.jing')
    await page.getByRole('link', { name: '访问记录' }).click()
    await page.getByText('核对身份证原件').waitFor()
    expect(await page.getByRole('link', { name: '新建查询' }).count()).toBe(0)
    await looked(page, 'access')
    await page.goto(`${stand.origin}/console/new`)
    await page.getByRole('heading', { name: '没有可用的功能' }).waitFor()
    expect(page.url()).toBe(`${stand.origin}/console/new`)
    await looked(page, 'nothing-here')
  })
})

describe('every screen', () => {
  test.each([320, 1920])('flows at %i pixels, with nothing to scroll sideways for', async (width) => {
    const page = await windowOf('xu.ning', { width })
    const shown = async (name: string): Promise<void> => {
      expect([name, await sidewaysPixels(page)]).toEqual([name, 0])
      await looked(page, `${name}-${width}`)
    }
    await page.getByText('上海市公积金管理中心').waitFor()
    await shown('new')
    await asked(page, `YD-${width}`)
    await shown('progress')
    await toCertificate(page)
    await page.getByRole('heading', { name: '逐月缴存' }).waitFor()
    await shown('certificate')
    for (const link of ['等待列表', '历史查询', '访问记录']) {
      await page.getByRole('link', { name: link }).first().click()
      await page.getByRole('heading', { name: link }).waitFor()
      await shown(link)
    }
  })

  test('begins with less than 300 KB', async () => {
    const page = await windowOf('lin.yue')
    await page.reload({ waitUntil: 'networkidle' })
    const bytes: number = await page.evaluate(
      `performance.getEntries().reduce((sum, { encodedBodySize = 0 }) => sum + encodedBodySize, 0)`,
    )
    expect(bytes).toBeGreaterThan(30_000)
    expect(bytes).toBeLessThan(300_000)
  })

  test('keeps to its own policy', () => {
    expect(opened.flatMap(({ troubles }) => troubles)).toEqual([])
  })
})
