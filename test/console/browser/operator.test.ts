import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Browser, Locator, Page } from 'playwright-core'
import type { EvidenceBundle } from '../../../src/contracts/generated/types.ts'
import type { ShownPeerDetail } from '../../../src/console/shown/board.ts'
import { personas } from '../../../src/sandbox/personas.ts'
import {
  axeFindings,
  brokenLines,
  launchBrowser,
  openPage,
  screenshot,
  sidewaysPixels,
  type WatchedPage,
} from '../../support/browser.ts'
import { answersOnce } from '../../support/fault-proxy.ts'
import { type OperatorStand, startOperatorStand } from '../../support/operator-stand.ts'
import { hefei, shanghai } from '../../support/sandbox.ts'

// 江川, called at night: one walk through the board of a federation that runs, each test from where the last one ended.

let stand: OperatorStand
let browser: Browser
let watched: WatchedPage
let page: Page
const addresses: string[] = []

beforeAll(async () => {
  ;[stand, browser] = await Promise.all([startOperatorStand(), launchBrowser()])
  watched = await openPage(browser)
  ;({ page } = watched)
  page.setDefaultTimeout(60_000)
  page.on('request', (request) => addresses.push(request.url()))
}, 180_000)

afterAll(async () => {
  await browser.close()
  await stand[Symbol.asyncDispose]()
})

const button = (name: string | RegExp): Locator => page.getByRole('button', { name })
const heading = (name: string): Locator => page.getByRole('heading', { name, level: 1 })
/** A row of the board. */
const row = (peer: string): Locator => page.locator(`tr[data-peer="${peer}"]`)
const says = (place: Locator, text: string | RegExp): Promise<void> => place.getByText(text).first().waitFor()

async function go(link: string): Promise<void> {
  await page.getByRole('navigation', { name: '主导航' }).getByRole('link', { name: link }).click()
  await heading(link).waitFor()
}

/** Gives a reason in the dialog that asks for one. */
async function because(reason: string, confirm: string): Promise<void> {
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('原因').fill(reason)
  await dialog.getByRole('button', { name: confirm }).click()
  await dialog.waitFor({ state: 'hidden' })
}

/** A peer's page is given other facts than the gateway's. */
async function shownOtherwise(
  code: string,
  change: (peer: ShownPeerDetail) => ShownPeerDetail,
): Promise<AsyncDisposable> {
  const address = `**/console/v1/peers/${code}`
  await page.route(address, async (route) => {
    const response = await route.fetch()
    await route.fulfill({ response, json: change((await response.json()) as ShownPeerDetail) })
  })
  return { [Symbol.asyncDispose]: () => page.unroute(address, undefined) }
}

/** Looked at by axe, at 400 %, and on a wide screen; the pictures are for a person. */
async function looksRight(name: string): Promise<void> {
  expect(await axeFindings(page)).toEqual([])
  await screenshot(page, `operator-${name}-1280`)
  await page.setViewportSize({ width: 1920, height: 1080 })
  await screenshot(page, `operator-${name}-1920`)
  await page.setViewportSize({ width: 320, height: 800 })
  expect(await sidewaysPixels(page)).toBe(0)
  expect(await axeFindings(page)).toEqual([])
  await screenshot(page, `operator-${name}-320`)
  await page.setViewportSize({ width: 1280, height: 900 })
}

test('signs in and begins at the board, where nobody was asked yet: 未验证, not well', async () => {
  await page.goto(`${stand.origin}/console/`)
  await page.getByRole('link', { name: '用统一身份账号登录' }).click()
  await button(/江川/).click()
  await heading('总览').waitFor()
  await says(row(hefei), '未验证')
  await says(page.locator('#main'), '最近一分钟没有查询')
  expect(await row(hefei).getByText('失败').count()).toBe(0)
  await looksRight('board')
})

test('counts alarms in the colour of the gravest: never backed up is a warning, not urgent', async () => {
  const card = page.locator('.card').filter({ hasText: '未处理告警' })
  await says(card, '2')
  await says(card, '最重：警告')
  expect(await card.getAttribute('data-tone')).toBe('warn')
})

describe('a peer that is killed', () => {
  test('is shown 断开 with what fails, and worst first', async () => {
    expect(await stand.ask(shanghai)).toBe('answered')
    await stand.hefeiProcess.kill()
    await stand.line.refuse()
    const asked = await Promise.all(Array.from({ length: 6 }, () => stand.ask(hefei)))
    expect(asked.filter((code) => code === 'PEER_UNREACHABLE').length).toBeGreaterThanOrEqual(5)
    await says(row(hefei), '断开')
    await says(row(hefei), 'PEER_UNREACHABLE')
    await says(row(shanghai), '闭合')
    expect(await page.locator('tr[data-peer]').first().getAttribute('data-peer')).toBe(hefei)
    await screenshot(page, 'operator-board-open')
  })

  test('the test of its connection names the hop that fails, with cause and remedy', async () => {
    await row(hefei).getByRole('link').click()
    await button('测试连接').click()
    await says(page.getByRole('status'), /^TCP 失败：.*请/)
    const hops = await page.locator('ol.hops li').allInnerTexts()
    expect(hops.map((hop) => /通过|略过|失败|未到达/.exec(hop)?.[0])).toEqual([
      '略过',
      '失败',
      '未到达',
      '未到达',
      '未到达',
      '未到达',
    ])
    await page.locator('canvas').waitFor()
    await looksRight('peer')
  })

  test('is shown 半开 while it is probed, and 闭合 once that succeeds', async () => {
    const reached = Promise.withResolvers<void>()
    stand.line.behave(answersOnce(reached.promise))
    await Promise.all([stand.federation.start(hefei), stand.line.listen()])
    await go('总览')
    await says(row(hefei), '半开')
    await screenshot(page, 'operator-board-half-open')
    reached.resolve()
    await says(row(hefei), '闭合')
    await screenshot(page, 'operator-board-closed')
  }, 180_000)

  test('leaves its way in the timeline, told in words too', async () => {
    await row(hefei).getByRole('link').click()
    await page.getByText(/以表格查看（\d+ 段）/).click()
    const states = await page.locator('details[open] tbody tr td:first-child').allTextContents()
    expect(states.slice(0, 3).map((state) => state.trim())).toEqual([
      '闭合：正常查询',
      '半开：正在探测',
      '断开：暂不查询，等待探测',
    ])
  })

  test('keeps apart what an instance wrote that has ended, of which nothing is known since', async () => {
    await using _ = await shownOtherwise(hefei, (peer) => {
      const endedAt = peer.timeline[0]?.at ?? ''
      const hourBefore = new Date(Date.parse(endedAt) + 7 * 3_600_000).toISOString()
      const at = `${hourBefore.slice(0, 19)}+08:00`
      return {
        ...peer,
        timeline: [{ at, state: 'closed', instance: 'db99b26e' }, ...peer.timeline],
        instances: [...peer.instances, { instance: 'db99b26e', endedAt }],
      }
    })
    const ended = page.locator('details.ended')
    await ended.getByText('已结束的实例（1 个）').click()
    await says(ended, /没有断开；实例已于 .* 结束/)
    await ended.getByText(/以表格查看/).click()
    await says(ended.getByRole('table'), '（实例已结束）')
    await looksRight('peer-ended')
  })

  test('names the hub that a centre is behind', async () => {
    await using _ = await shownOtherwise(hefei, (peer) => ({ ...peer, relayedBy: '数据交换枢纽' }))
    await says(page.locator('dl.facts'), '经 数据交换枢纽')
  })
})

test('disconnects a peer and takes it back by keyboard alone, with a reason that stays on the board', async () => {
  await button('手动断开…').focus()
  await page.keyboard.press('Enter')
  await page.keyboard.type('对方')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await says(page.getByRole('dialog'), '请填写原因，至少 4 个字')
  expect(await axeFindings(page)).toEqual([])
  await page.keyboard.type('机房搬迁')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await says(page.locator('#main'), /江川 于 .* 断开：对方机房搬迁/)
  expect(await stand.ask(hefei)).not.toBe('answered')
  await button('恢复…').click()
  await because('搬迁已经完成', '确认恢复')
  await button('手动断开…').waitFor()
})

test('a lock comes before an open dialog, which is there again afterwards with what was typed', async () => {
  await button('手动断开…').click()
  await page.keyboard.type('写到一半的原因')
  await page.evaluate(lockHere)
  const unlock = page.getByRole('link', { name: /登录解锁/ })
  await unlock.waitFor()
  expect(await page.getByRole('dialog').count()).toBe(0)
  const popup = page.waitForEvent('popup')
  await unlock.click()
  await (await popup).getByRole('button', { name: /江川/ }).click()
  await unlock.waitFor({ state: 'hidden' })
  expect(await page.getByRole('dialog').getByLabel('原因').inputValue()).toBe('写到一半的原因')
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
})

describe('the log of messages', () => {
  const idNumber = personas.find(({ id }) => id === 'normal')?.person.idNumber ?? ''

  test('finds by identity number, which no address holds and the form forgets once it was found by', async () => {
    await go('报文日志')
    await page.getByLabel('身份证号').fill(` ${idNumber.toLowerCase()} `)
    await page.getByLabel('结果代码').fill('issued')
    const search = '**/console/v1/messages/search'
    await page.route(search, (route) => route.fulfill({ status: 502, body: 'bad gateway' }), { times: 1 })
    await button('查找').click()
    await page.getByRole('alert').waitFor()
    expect(await page.getByLabel('身份证号').inputValue()).not.toBe('')
    await button('查找').click()
    await says(page.locator('#main'), /找到 1 条，按身份证号查找/)
    expect(await page.getByLabel('身份证号').inputValue()).toBe('')
    expect(addresses.filter((address) => decodeURIComponent(address).includes(idNumber))).toEqual([])
    const table = page.getByRole('table')
    expect(await brokenLines(table.locator('td.when, td.whole, td.number'))).toEqual([])
    expect(await sidewaysPixels(page)).toBe(0)
    await looksRight('messages')
  })

  test('says beside each field what cannot be right, and takes the focus there', async () => {
    await page.getByLabel('身份证号').fill('3101')
    await button('查找').click()
    await says(page.locator('#main'), '有 1 处需要修改')
    expect(await page.evaluate('document.activeElement.textContent')).toContain('身份证号应为 18 位')
    expect(await page.getByText(/找到 \d+ 条/).count()).toBe(0)
    expect(await axeFindings(page)).toEqual([])
    await button('清空条件').click()
  })

  test('finds by a name, a state and a direction, and says where nobody is called so', async () => {
    await page.getByLabel('对端').fill('无此中心')
    await button('查找').click()
    await says(page.getByRole('alert'), '没有名称含此内容的中心')
    await page.getByLabel('对端').fill('上海')
    await page.getByLabel('状态').selectOption('已返回')
    await page.getByLabel('方向').selectOption('本方查询')
    await button('查找').click()
    await says(page.locator('#main'), '找到 1 条')
    expect(await page.getByRole('alert').count()).toBe(0)
  })

  test('shows what became of one and whether its evidence holds, and hands it out with a reason', async () => {
    await page.locator('table a').click()
    await heading('报文').waitFor()
    await says(page.locator('#main'), '证据成立')
    await looksRight('message')
    await button('下载证据…').click()
    const downloaded = page.waitForEvent('download')
    await because('对方中心要求核对', '下载')
    const file = await (await downloaded).path()
    const { exchangeId } = JSON.parse(readFileSync(file, 'utf8')) as EvidenceBundle
    expect(page.url().endsWith(exchangeId)).toBe(true)
  })
})

test('keys and anchors are shown with the days they have left, the directory with what changed', async () => {
  stand.federation.publish((directory) => ({
    ...directory,
    members: directory.members.map((member) =>
      member.code === hefei ? { ...member, name: `${member.name}（新）` } : member,
    ),
  }))
  await go('密钥与证书')
  await says(page.locator('#main'), /36[345] 天/)
  const compare = button('比较')
  // The gateway looks for a new directory every five seconds; a page shows what was when it was opened.
  while (!(await compare.isVisible())) {
    await page.reload()
    await says(page.locator('#main'), '版本之间的变化')
  }
  await compare.click()
  await says(page.locator('#main'), '版本 2 到 3：2 处变化')
  await says(page.locator('#main'), /更名为 .*（新）/)
  await looksRight('keys')
})

describe('the configuration', () => {
  const text = (): Locator => page.getByRole('textbox', { name: '候选配置' })
  const version = (): Promise<string> => page.locator('.version').innerText()
  let first: string
  let before: string

  beforeAll(async () => {
    await go('配置')
    first = await version()
    before = await text().inputValue()
  })

  test('that has a fault is refused at file and line, the one before stays, and the line is one step away', async () => {
    await text().fill(`${before}nonsense: true\n`)
    await button('校验').click()
    await says(page.locator('#main'), `校验未通过，仍使用版本 ${first}`)
    const line = before.split('\n').length
    await button(new RegExp(`gateway\\.yaml:${line}`)).click()
    expect(await text().evaluate(selected)).toBe('nonsense: true')
    await looksRight('configuration')
  })

  test('that was typed is there again after a look elsewhere, and not overwritten without a question', async () => {
    await go('总览')
    await go('配置')
    const typed = `${before}nonsense: true\n`
    expect(await text().inputValue()).toBe(typed)
    const dialog = page.getByRole('dialog', { name: '覆盖候选配置' })
    await button('还原为当前配置').click()
    await dialog.getByRole('button', { name: '取消' }).click()
    expect(await text().inputValue()).toBe(typed)
    await button('还原为当前配置').click()
    await dialog.waitFor()
    expect(await axeFindings(page)).toEqual([])
    await dialog.getByRole('button', { name: '覆盖' }).click()
    await dialog.waitFor({ state: 'hidden' })
    expect(await text().inputValue()).toBe(before)
  })

  test('that only a restart takes is said to be so, and cannot be put in force here', async () => {
    await text().fill(before.replace(/^(ops:\n(?: .*\n)*? {2}port: )\d+/m, '$11'))
    await button('校验').click()
    await says(page.locator('#main'), '语法正确；ops.port 需在服务器上修改并重启，不能在此生效')
    expect(await button('生效…').isDisabled()).toBe(true)
    await text().fill(before)
    expect(await button('生效…').isDisabled()).toBe(false)
  })

  test('that holds is tried, and taken with a reason', async () => {
    await text().fill(`${before}log:\n  level: debug\n`)
    await button('试运行').click()
    await says(page.locator('#main'), '试运行通过')
    await button('生效…').click()
    await because('排查对方断开的原因', '确认生效')
    await says(page.locator('#main'), /已生效，当前版本/)
    expect(await version()).not.toBe(first)
    await screenshot(page, 'operator-configuration-taken')
  })

  test('goes back to what was in force before', async () => {
    await button(/^回滚…/).click()
    await because('排查已经完成', '确认回滚')
    await says(page.locator('#main'), `已回滚，当前版本 ${first}`)
    expect(await text().inputValue()).toBe(before)
  })

  test('that somebody else was faster with stays, is compared with theirs, and follows it only when told to', async () => {
    const mine = `${before}log:\n  level: debug\n`
    await text().fill(mine)
    await page.evaluate(applyElsewhere, `${before}log:\n  level: warn\n`)
    await button('生效…').click()
    await because('排查对方断开的原因', '确认生效')
    await says(page.locator('#main'), '配置已被他人修改')
    await says(page.locator('#main'), `当前配置已由版本 ${first} 变为版本 ${await version()}`)
    expect(await page.locator('tr[data-kind] td.text').allInnerTexts()).toEqual(
      expect.arrayContaining(['  level: warn', '  level: debug']),
    )
    expect([await text().inputValue(), await button('生效…').isDisabled()]).toEqual([mine, true])
    await looksRight('configuration-overtaken')
    await button('以新版本为基础继续').click()
    expect(await button('生效…').isDisabled()).toBe(false)
  })

  test('that was typed is not lost with its window unasked', async () => {
    expect(await page.evaluate(asksBeforeUnload)).toBe(true)
    await button('还原为当前配置').click()
    await page.getByRole('dialog').getByRole('button', { name: '覆盖' }).click()
    await page.getByText('候选与当前配置不同').waitFor({ state: 'hidden' })
    expect(await page.evaluate(asksBeforeUnload)).toBe(false)
  })
})

test('maintenance is announced in both languages, stands on the board, and ends', async () => {
  await go('备份与维护')
  await says(page.locator('#main'), '从未演练恢复')
  await looksRight('upkeep')
  await page.getByLabel('说明（中文）').fill('核心系统升级')
  await page.getByLabel('说明（英文）').fill('Core upgrade')
  await button('开始维护').click()
  await says(page.locator('#main'), '维护已开始')
  await go('总览')
  await says(page.locator('#main'), /维护中/)
  await go('备份与维护')
  await button('结束维护').click()
  await says(page.locator('#main'), '维护已结束')
})

test('an alarm leads to what to do about it, in Chinese, first and alone, with the rest of the guide beside it', async () => {
  await go('总览')
  await page.getByRole('link', { name: /查看处置手册.*从未演练恢复/ }).click()
  await heading('处置手册').waitFor()
  const anchor = decodeURIComponent(new URL(page.url()).hash.slice(1))
  await page.locator(`[id=${JSON.stringify(anchor)}]:focus`).waitFor()
  expect(await page.locator('#main h2').allInnerTexts()).toEqual(['未演练恢复 No drill'])
  await says(page.locator('.guide-text'), '原因')
  await says(page.locator('.guide-text'), '处置')
  await looksRight('guide-alarm')
  const contents = page.getByRole('navigation', { name: '目录' })
  await contents.getByRole('link', { name: /^吊销/ }).click()
  await page.getByRole('heading', { name: /^吊销/, level: 2 }).waitFor()
  await contents.getByRole('link', { name: '显示全文' }).click()
  await page.getByRole('heading', { name: /^运维台/, level: 2 }).waitFor()
  expect(await axeFindings(page)).toEqual([])
}, 180_000)

test('a board that gets no news says since when, keeps its figures, and goes on when they come', async () => {
  await go('总览')
  await row(hefei).waitFor()
  await page.context().setOffline(true)
  await says(page.locator('#main'), /数据已停止更新（\d+ 秒前）/)
  // Heard once: what goes on by the second is only to be seen.
  expect(await page.getByRole('status').filter({ hasText: '停止更新' }).innerText()).toBe('数据已停止更新')
  expect(await row(hefei).count()).toBe(1)
  await screenshot(page, 'operator-board-still')
  await page.context().setOffline(false)
  await page.getByText('数据已停止更新').waitFor({ state: 'hidden' })
})

test('the chart is loaded with the page that shows it, and no page broke its content security policy', () => {
  const chart = addresses.findIndex((address) => address.includes('/assets/echarts'))
  const peer = addresses.findIndex((address) => address.includes('/v1/peers/'))
  expect(chart).toBeGreaterThan(0)
  expect(peer).toBeLessThan(chart)
  expect(watched.troubles).toEqual([])
})

/** Runs in the page: the session is locked as by another window, and the next look at the board meets that. */
async function lockHere(): Promise<void> {
  const { csrf } = (await (await fetch('/console/v1/session')).json()) as { csrf: string }
  const headers = { 'x-csrf-token': csrf, 'content-type': 'application/json' }
  await fetch('/console/v1/session/lock', { method: 'POST', headers, body: '{}' })
}

/** Runs in the page: whether the browser would ask before it leaves. */
function asksBeforeUnload(): boolean {
  const leaving = new Event('beforeunload', { cancelable: true })
  ;(globalThis as unknown as EventTarget).dispatchEvent(leaving)
  return leaving.defaultPrevented
}

/** Runs in the page: another window of hers puts a text in force. */
async function applyElsewhere(text: string): Promise<void> {
  const { csrf } = (await (await fetch('/console/v1/session')).json()) as { csrf: string }
  const { version } = (await (await fetch('/console/v1/configuration')).json()) as { version: string }
  const headers = { 'x-csrf-token': csrf, 'content-type': 'application/json' }
  const body = JSON.stringify({ text, basedOn: version, reason: '降低日志的详细程度' })
  await fetch('/console/v1/configuration/apply', { method: 'POST', headers, body })
}

/** Runs in the page. */
function selected(area: unknown): string {
  const { value, selectionStart, selectionEnd } = area as Record<
    'selectionStart' | 'selectionEnd',
    number
  > & {
    value: string
  }
  return value.slice(selectionStart, selectionEnd)
}
