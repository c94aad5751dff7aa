import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import type { ShownCentres, ShownCertificate } from '../../../src/console/shown/cases.ts'
import { axeFindings, launchBrowser, openPage, screenshot, sidewaysPixels } from '../../support/browser.ts'
import { type ConsoleStand, startConsoleStand } from '../../support/console-stand.ts'
import { focused, press, typeInto } from '../../support/keyboard.ts'
import { hefei, shanghai } from '../../support/sandbox.ts'

jest.setTimeout(120_000)

let stand: ConsoleStand
let browser: Browser
/** Windows of the test that runs. */
const windows: BrowserContext[] = []
/** What each page of all tests complained of. */
const complaints: string[][] = []

beforeAll(async () => {
  ;[stand, browser] = await Promise.all([startConsoleStand([shanghai]), launchBrowser()])
})

afterAll(async () => {
  await browser.close()
  await stand[Symbol.asyncDispose]()
})

// Windows that stay open go on asking, most in one person's name, of whom the console takes only so much within a minute.
afterEach(async () => {
  for (const context of windows.splice(0)) {
    for (const page of context.pages()) await page.unrouteAll({ behavior: 'ignoreErrors' })
    await context.close()
  }
})

function remember(page: Page, troubles: string[]): void {
  windows.push(page.context())
  complaints.push(troubles)
}

/** Somebody's window, signed in. `timed`: its time passes as told, too. */
async function windowOf(staff: string, { width = 1280, timed = false } = {}): Promise<Page> {
  const { page, troubles } = await openPage(browser, { width })
  remember(page, troubles)
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

const inShanghai = '上海市公积金管理中心'
const inHefei = '合肥市住房公积金管理中心'

/** A question about somebody who pays in Shanghai, as typed at the counter; a consent is good for one application. */
async function fillIn(page: Page, applicationNumber: string, centre = inShanghai): Promise<void> {
  await page.getByText(centre).click()
  await page.getByLabel('姓名').fill('沈清和')
  await page.getByLabel('身份证号').fill('310101190001010011')
  await page.getByText('本人授权').click()
  await page.getByLabel('授权书编号').fill(`SQ-${applicationNumber}`)
  await page.getByLabel('有效期至').fill('2099-12-31')
  await page.getByLabel('业务编号').fill(applicationNumber)
}

async function asked(page: Page, applicationNumber: string, centre?: string): Promise<void> {
  await page.goto(`${stand.origin}/console/new`)
  await fillIn(page, applicationNumber, centre)
  await page.getByRole('button', { name: '提交查询' }).click()
  await page.getByText(centre === inHefei ? '未能查询' : '已返回', { exact: true }).waitFor()
}

/** Has the waiting list say of these cases that their city is back. */
async function tellReturned(page: Page, caseIds: readonly string[]): Promise<void> {
  const person = { name: '张*' }
  const centre = { code: hefei, name: inHefei }
  const returned = caseIds.map((caseId) => ({
    caseId,
    person,
    centre,
    state: 'answered',
    at: '2026-11-29T08:00:00+08:00',
  }))
  await page.route('**/console/v1/waiting', (route) =>
    route.fulfill({ json: { mark: '0', waiting: [], returned } }),
  )
}

/** Has the server refuse what is asked for there. */
async function refuse(page: Page, place: string, status: number, problem: object): Promise<void> {
  const told = { code: 'ANY', title: { zh: '', en: '' }, hint: { zh: '', en: '' }, requestId: 'R-1' }
  await page.route(
    ({ pathname }) => pathname.endsWith(place),
    (route) => route.fulfill({ status, json: { ...told, ...problem } }),
  )
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
    remember(page, troubles)
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
    remember(page, troubles)
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

describe('a case that could not be looked at for a moment', () => {
  test('is followed again by itself', async () => {
    const page = await windowOf('lin.yue')
    await asked(page, 'YD-AGAIN')
    await page.getByRole('link', { name: '历史查询' }).first().click()
    await page.getByRole('heading', { name: '历史查询' }).waitFor()
    const oneCase = '**/console/v1/cases/*'
    await page.route(oneCase, (route) => route.fulfill({ status: 502, body: 'bad gateway' }))
    await page.goBack()
    await page.getByRole('alert').waitFor()
    await page.unroute(oneCase)
    await page.getByText('已返回', { exact: true }).waitFor()
    expect(await page.getByRole('alert').count()).toBe(0)
  })
})

describe('a page whose parts are not there', () => {
  test('is begun anew once, then told', async () => {
    const page = await windowOf('lin.yue')
    let begun = 0
    page.on('load', () => (begun += 1))
    await page.route('**/assets/history*.js', (route) => route.abort())
    await page.getByRole('link', { name: '历史查询' }).click()
    await page.getByRole('alert').waitFor()
    await page.waitForLoadState()
    expect(begun).toBe(1)
    await page.getByRole('link', { name: '等待列表' }).click()
    await page.getByRole('heading', { name: '等待列表' }).waitFor()
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
    const [asked, locked, refused, opened] = [1, 2, 3, 4].map(() => Promise.withResolvers<void>())
    const poll = '**/console/v1/waiting'
    await page.route(
      poll,
      async (route) => {
        asked?.resolve()
        await locked?.promise
        const response = await route.fetch()
        expect(response.status()).toBe(401)
        refused?.resolve()
        await opened?.promise
        await route.fulfill({ response })
      },
      { times: 1 },
    )
    await Promise.all([asked?.promise, page.clock.runFor(30_000)])
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

  test('warns over a dialog too, where it is read out', async () => {
    const page = await windowOf('lin.yue', { timed: true })
    await page.keyboard.press('Control+/')
    const warning = page.getByRole('dialog').getByText('长时间未操作，屏幕即将锁定')
    await page.getByRole('dialog').waitFor()
    await page.clock.fastForward(545_000)
    await warning.waitFor()
    const { x = 0, y = 0 } = (await warning.boundingBox()) ?? {}
    expect(await page.evaluate(`document.elementFromPoint(${x + 1}, ${y + 1}).textContent`)).toMatch(
      /^长时间未操作/,
    )
  })

  test('takes no key, and keeps no paper', async () => {
    const page = await windowOf('lin.yue')
    const sent: string[] = []
    page.on('request', (request) => {
      if (request.method() === 'POST') sent.push(new URL(request.url()).pathname.split('/').at(-1) ?? '')
    })
    await asked(page, 'YD-KEYS')
    await toCertificate(page)
    await page.getByRole('button', { name: '打印' }).waitFor()
    await page.keyboard.press('Control+P')
    await page.locator('iframe[data-paper]').waitFor({ state: 'attached' })
    await page.getByRole('button', { name: '锁定' }).click()
    await page.getByRole('heading', { name: '屏幕已锁定' }).waitFor()
    expect(await page.locator('iframe[data-paper]').count()).toBe(0)
    await page.keyboard.press('Control+P')
    await unlock(page, 'lin.yue')
    await page.getByRole('link', { name: '新建查询' }).first().click()
    await fillIn(page, 'YD-KEYS-2')
    await page.keyboard.press('Control+/')
    await page.getByRole('dialog').waitFor()
    await page.keyboard.press('Control+Enter')
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
    await page.getByRole('button', { name: '锁定' }).click()
    await page.getByRole('heading', { name: '屏幕已锁定' }).waitFor()
    // On the link to unlock by, the key is the browser's own.
    await page.evaluate('document.activeElement.blur()')
    await page.keyboard.press('Control+Enter')
    await unlock(page, 'lin.yue')
    await page.getByRole('link', { name: '历史查询' }).click()
    await page.getByRole('heading', { name: '历史查询' }).waitFor()
    expect(sent).toEqual(['cases', 'print', 'lock', 'lock'])
  })

  test('is locked at the server too, however often that has to be told, and opens by signing in alone', async () => {
    const page = await windowOf('lin.yue')
    await page.route('**/session/lock', (route) => route.abort(), { times: 1 })
    const taken = page.waitForResponse('**/session/lock')
    await page.getByRole('button', { name: '锁定' }).click()
    await page.evaluate(
      `(() => { const beside = new BroadcastChannel('console'); beside.postMessage('signed-in') })()`,
    )
    await page.getByText('尚未解锁，请完成登录。').waitFor()
    expect((await taken).status()).toBe(204)
    await page.reload()
    await page.getByRole('link', { name: '用统一身份账号登录' }).waitFor()
  })

  test('shows nothing of it to somebody else who signs in', async () => {
    const page = await windowOf('lin.yue', { timed: true })
    await page.getByLabel('姓名').fill('沈清和')
    await page.getByRole('button', { name: '锁定' }).click()
    // Whoever sits there now is not asked whether to stay with what another has typed.
    const questions: string[] = []
    page.on('dialog', (dialog) => {
      questions.push(dialog.type())
      void dialog.accept()
    })
    await unlock(page, 'zhou.hang')
    await page.getByText('建邺管理部').waitFor()
    expect([await page.getByLabel('姓名').inputValue(), questions]).toEqual(['', []])
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
    await page.getByText('已填写内容已保存，请稍后再试。', { exact: true }).waitFor()
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

describe('a number that begins as a residence permit’s', () => {
  test('is asked about before it is sent, and is of the other type at one press', async () => {
    const page = await windowOf('lin.yue')
    await page.getByLabel('身份证号').fill('身份证号：810000-19000101-0018')
    await page.getByText('81、82、83 开头多为港澳台居民居住证，请核对证件类型').waitFor()
    expect(await page.getByText('校验码正确').count()).toBe(0)
    await looked(page, 'new-doubt')
    await press(page, '改为港澳台居民居住证')
    await page.getByText('810000 19000101 0018，1900-01-01 出生，校验码正确').waitFor()
    expect(await focused(page)).toBe('证件号码')
    expect(await page.getByLabel('证件类型').inputValue()).toBe('hmt-residence-permit')
  })
})

describe('a form that is not empty', () => {
  test('is not loaded anew before somebody says so', async () => {
    const page = await windowOf('lin.yue')
    await page.getByLabel('姓名').click()
    await page.keyboard.type('沈清和')
    const asked = page.waitForEvent('dialog')
    await page.evaluate('void setTimeout(() => location.reload())')
    expect((await asked).type()).toBe('beforeunload')
    await (await asked).dismiss()
    expect(await page.getByLabel('姓名').inputValue()).toBe('沈清和')
  })
})

describe('no record', () => {
  test('is told with what to compare, whom it was asked about, and a way to ask anew', async () => {
    const page = await windowOf('lin.yue')
    await fillIn(page, 'YD-NONE')
    await page.getByLabel('姓名').fill('沈清河')
    await page.getByRole('button', { name: '提交查询' }).click()
    await page.getByText('无缴存记录', { exact: true }).waitFor()
    await page.getByText('按姓名与证件号码同时相符查无记录，请核对两者').waitFor()
    expect(await page.getByRole('main').innerText()).not.toContain('沈清河')
    await looked(page, 'no-record')
    await press(page, '显示完整信息')
    await page.keyboard.type('核对所填姓名')
    await press(page, '显示')
    await page.getByText('沈清河 310101190001010011').waitFor()
    await looked(page, 'no-record-revealed')
    await press(page, '更正后再查：上海')
    await page.getByRole('heading', { name: '新建查询' }).waitFor()
    const values = ['姓名', '身份证号', '授权书编号', '有效期至', '业务编号'].map((label) =>
      page.getByLabel(label).inputValue(),
    )
    expect(await Promise.all(values)).toEqual(['', '', 'SQ-YD-NONE', '2099-12-31', 'YD-NONE'])
    await page.getByText('已选 1 个城市').waitFor()
    await page.goBack()
    await press(page, '更正后再查：上海')
    await page.getByText('「新建查询」中已有未提交的内容，继续将把它清除。').waitFor()
    await press(page, '继续')
    await page.getByLabel('姓名').fill('沈清和')
    await page.getByLabel('身份证号').fill('310101190001010011')
    await page.keyboard.press('Control+Enter')
    await page.getByText('已返回', { exact: true }).waitFor()
  })
})

describe('a form that is emptied', () => {
  test('keeps the answer that is the only one', async () => {
    const page = await windowOf('lin.yue')
    const purpose = page.getByRole('radio', { name: '异地购房贷款' })
    await page.getByLabel('姓名').fill('沈清和')
    await page.getByText('上海市公积金管理中心').waitFor()
    expect(await purpose.isChecked()).toBe(true)
    await page.getByRole('button', { name: '清空' }).click()
    expect([await page.getByLabel('姓名').inputValue(), await purpose.isChecked()]).toEqual(['', true])
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

describe('every window of the browser', () => {
  test('shows nothing of it once somebody else has signed in, in another’s place', async () => {
    const page = await windowOf('lin.yue')
    await page.getByLabel('姓名').fill('沈清和')
    const second = await page.context().newPage()
    await second.goto(`${stand.origin}/console/sign-in`)
    await choose(second, 'zhou.hang')
    await page.getByText('建邺管理部').waitFor()
    expect(await page.getByLabel('姓名').inputValue()).toBe('')
  })

  test('is locked with the first, is open with the first, and shows nothing once somebody has signed out', async () => {
    const page = await windowOf('lin.yue')
    await page.getByLabel('姓名').fill('沈清和')
    const second = await page.context().newPage()
    await second.goto(`${stand.origin}/console/waiting`)
    await second.getByRole('heading', { name: '等待列表' }).waitFor()
    await second.getByRole('button', { name: '锁定' }).click()
    await page.getByRole('heading', { name: '屏幕已锁定' }).waitFor()
    await page.bringToFront()
    await unlock(page, 'lin.yue')
    await second.getByRole('heading', { name: '等待列表' }).waitFor()
    expect(await page.getByLabel('姓名').inputValue()).toBe('沈清和')
    await second.getByRole('button', { name: '退出' }).click()
    await page.getByRole('link', { name: '用统一身份账号登录' }).waitFor()
    expect(await page.getByLabel('姓名').count()).toBe(0)
  })
})

describe('what the server refuses', () => {
  test('is told in its own words, at the field that is to blame or above the page, which the focus goes back to', async () => {
    const page = await windowOf('lin.yue')
    await fillIn(page, 'YD-REFUSED')
    const refused = async (problem: object | 'unreachable', ...texts: string[]): Promise<void> => {
      await page.unrouteAll()
      if (problem === 'unreachable') await page.route('**/console/v1/cases', (route) => route.abort())
      else await refuse(page, '/console/v1/cases', 503, problem)
      await page.keyboard.press('Control+Enter')
      for (const text of texts) await page.getByRole('alert').getByText(text).first().waitFor()
      expect(await page.getByText('系统暂时出现问题').count()).toBe(0)
      expect(await page.getByText('需要修改').count()).toBe(0)
    }
    const detail = '核心系统升级，十点恢复'
    await refused({ code: 'MAINTENANCE', detail, retryAfterSeconds: 300 }, detail, '请在 5 分钟后再试')
    await looked(page, 'maintenance')
    await press(page, '知道了')
    expect(await focused(page)).toBe('新建查询')
    await refused({ code: 'QUEUE_FULL', title: { zh: '等待中的查询过多。' } }, '等待中的查询过多。')
    await refused('unreachable', '无法连接到本中心的系统', '已填写内容已保存，请检查网络后再试。')
    await page.unrouteAll()
    await refuse(page, '/console/v1/cases', 422, {
      faults: [
        { where: '/person/name', zh: '姓名太长' },
        { where: '/person/name', zh: '姓名中有数字' },
      ],
    })
    await page.keyboard.press('Control+Enter')
    await page.getByRole('heading', { name: '有 1 处需要修改' }).waitFor()
    await page.getByRole('link', { name: '姓名太长；姓名中有数字' }).waitFor()
    expect(await page.getByRole('alert').count()).toBe(0)
  })

  test('of a reason is told like all else', async () => {
    const page = await windowOf('lin.yue')
    await asked(page, 'YD-REASON')
    await toCertificate(page)
    await refuse(page, '/reveal', 500, {})
    await page.getByRole('button', { name: '显示完整信息' }).click()
    await page.getByLabel('原因').fill('核对身份证原件')
    await page.getByRole('button', { name: '显示', exact: true }).click()
    await page.getByRole('dialog').getByText('已填写内容已保存，请稍后再试。', { exact: true }).waitFor()
  })
})

describe('what is pressed and then gone', () => {
  test('leaves the focus on its row, or on the next', async () => {
    const page = await windowOf('lin.yue')
    await stand.hefeiLine.refuse()
    for (const one of ['YD-ROW-1', 'YD-ROW-2']) {
      await asked(page, one, inHefei)
      await press(page, '重试：合肥')
      await page.locator('th:focus', { hasText: inHefei }).waitFor()
      await page.getByText('未能查询', { exact: true }).waitFor()
      await press(page, '加入等待：合肥')
      await page.getByText('等待恢复', { exact: true }).waitFor()
      await page.locator('th:focus', { hasText: inHefei }).waitFor()
    }
    await page.getByRole('link', { name: '等待列表' }).click()
    await page
      .getByRole('button', { name: /^取消等待/ })
      .nth(1)
      .waitFor()
    await press(page, '取消等待')
    await page.locator('th:focus').waitFor()
    await press(page, '取消等待')
    await page.getByText('没有等待中的查询').waitFor()
    expect(await focused(page)).toBe('等待列表')
  })

  test('leaves the focus on the next of the cities chosen, then on where one looks for another', async () => {
    const page = await windowOf('lin.yue')
    await page.getByText(inShanghai).click()
    await page.getByText(inHefei).click()
    await press(page, '不查询')
    expect(await focused(page)).toMatch(/^不查询/)
    await page.keyboard.press('Enter')
    expect(await focused(page)).toBe('查找城市')
  })
})

describe('a notice', () => {
  test('from one case leads to another, and nothing there is of the first', async () => {
    const page = await windowOf('lin.yue')
    await asked(page, 'YD-TO')
    const to = new URL(page.url()).pathname.split('/').at(-1) ?? ''
    await asked(page, 'YD-FROM')
    await tellReturned(page, [to])
    await page.reload()
    await page.getByRole('link', { name: '查看', exact: true }).click()
    await page.getByText('YD-TO', { exact: true }).waitFor()
    expect(await page.getByText('YD-FROM', { exact: true }).count()).toBe(0)
    expect(await focused(page)).toBe('查询进度')
    const link = page.getByRole('link', { name: /^查看证明/ })
    expect(await link.getAttribute('href')).toBe(`/console/cases/${to}/certificates/${shanghai}`)
  })

  test('is within reach however many there are, and leaves the focus on the next', async () => {
    const page = await windowOf('lin.yue')
    await tellReturned(
      page,
      Array.from({ length: 25 }, (_, index) => `case-${index}`),
    )
    await page.reload()
    const all = page.locator('.notice')
    await all.nth(24).waitFor()
    await all.first().scrollIntoViewIfNeeded()
    expect((await all.first().boundingBox())?.y).toBeGreaterThanOrEqual(0)
    const box = page.getByRole('status').filter({ has: all })
    expect(await box.getAttribute('aria-atomic')).toBe('false')
    await page.route('**/waiting/seen', (route) => route.fulfill({ status: 204 }))
    await all.first().getByRole('button').focus()
    for (let left = 25; left > 0; left -= 1) {
      expect(await focused(page)).toMatch(/^关闭/)
      await page.keyboard.press('Enter')
    }
    expect(await focused(page)).toBe('新建查询')
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
    await page.getByText('未能查询，不代表没有缴存记录').waitFor()
    await page.getByRole('button', { name: '重试：合肥' }).waitFor()
    await page.getByRole('button', { name: '加入等待：合肥' }).click()
    await page.getByText('等待恢复', { exact: true }).waitFor()
  })
})

describe('a certificate that is not good', () => {
  test.each([
    [
      'bad',
      '验签未通过，不能作为贷款依据。',
      { verdict: { holds: false, revocationKnown: false, findings: [] } },
      {},
    ],
    [
      'unrevoked',
      '未能核实签名证书是否已被吊销',
      { verdict: { holds: true, revocationKnown: false, findings: [] } },
      {},
    ],
    ['stale', '数据截至 2026-11-08，建议重新查询', { stale: true }, { asOf: '2026-11-08T09:00:00+08:00' }],
    ['expired', '证明已过有效期，请重新查询。', { expired: true }, {}],
  ])('says so: %s', async (name, text, changes, given) => {
    const page = await windowOf('lin.yue')
    await page.route('**/certificate', async (route) => {
      const response = await route.fetch()
      const shown = (await response.json()) as ShownCertificate
      await route.fulfill({ response, json: { ...shown, ...changes, facts: { ...shown.facts, ...given } } })
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

describe('a certificate of which the issuing centre says', () => {
  test.each([
    [
      'withdrawn',
      { state: 'fails', why: 'revoked', at: '2026-11-08T09:00:00+08:00' },
      '证明已撤销（2026-11-08 09:00），不能作为贷款依据',
    ],
    ['silent', { state: 'not-told', why: 'not-reached' }, '未能查询是否撤销'],
  ])('so, once it is shown: %s', async (name, standing, text) => {
    const page = await windowOf('lin.yue')
    const answer = Promise.withResolvers<void>()
    await page.route('**/certificate/standing', async (route) => {
      await answer.promise
      await route.fulfill({ json: standing })
    })
    await asked(page, `YD-${name}`)
    await toCertificate(page)
    const facts = page.getByRole('heading', { name: '缴存与贷款情况' })
    await facts.waitFor()
    answer.resolve()
    await page.getByText(text).first().waitFor()
    expect(await page.getByRole('button', { name: '打印' }).isEnabled()).toBe(name === 'silent')
    expect(await facts.count()).toBe(name === 'silent' ? 1 : 0)
    await looked(page, `certificate-${name}`)
  })
})

describe('a certificate that leaves something out', () => {
  test('says so, month by month too, and a record of fraud plainly', async () => {
    const page = await windowOf('lin.yue')
    await page.route('**/certificate', async (route) => {
      const response = await route.fetch()
      const { months: _, ...shown } = (await response.json()) as ShownCertificate
      const facts = { ...shown.facts, loans: { fraud: true } }
      await route.fulfill({ response, json: { ...shown, facts } })
    })
    await asked(page, 'YD-LESS')
    await toCertificate(page)
    await page.getByRole('region', { name: '逐月缴存' }).getByText('对方未提供').waitFor()
    const row = page.locator('[data-grave]')
    expect((await row.innerText()).split(/\s+/)).toEqual(['骗提骗贷记录', '有'])
    await looked(page, 'certificate-less')
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
    expect(complaints.flat()).toEqual([])
  })
})
