import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals'
import type { Browser, Page } from 'playwright-core'
import { checkPageRoutes } from '../../../src/console/check/page.ts'
import { checkRoutes } from '../../../src/console/check/routes.ts'
import { securityHeaders } from '../../../src/console/pages/security-headers.ts'
import { certificateNumber } from '../../../src/domain/certificate-number.ts'
import { createApp } from '../../../src/http/app.ts'
import { axeFindings, launchBrowser, openPage, screenshot, sidewaysPixels } from '../../support/browser.ts'
import { builtPages } from '../../support/built-pages.ts'
import {
  type CheckDesk,
  createCheckDesk,
  issuer,
  memberSeal,
  type PrintedHere,
} from '../../support/check-desk.ts'
import { asker, createEvidenceDesk } from '../../support/evidence.ts'
import { press, tabTo, typeInto } from '../../support/keyboard.ts'
import { type Listening, listening } from '../../support/over-tcp.ts'
import { sqliteGround } from '../../support/store-grounds.ts'

jest.setTimeout(120_000)

const stack = new AsyncDisposableStack()
let browser: Browser
let origin: string
let desk: CheckDesk
let printed: PrintedHere
let printedByReceiver: Buffer
let requests: string[]

beforeAll(async () => {
  const ground = await sqliteGround()
  stack.defer(() => ground.remove())
  const evidence = stack.use(createEvidenceDesk())
  desk = createCheckDesk(await ground.open(randomBytes(32)), evidence)
  printed = await desk.printed()
  const receiver = { code: asker, name: '江苏省省级机关住房资金管理中心' }
  ;({ pdf: printedByReceiver } = await desk.printed(
    { number: certificateNumber(issuer, '2026-11-24', 2) },
    { printer: receiver, ...memberSeal(asker, evidence) },
  ))
  const built = await builtPages()
  const routes = [...checkRoutes(desk.deps), ...checkPageRoutes({ built, sandbox: true })]
  const app = createApp(routes, {
    clock: desk.deps.clock,
    sandbox: true,
    onRefused: () => undefined,
    setHeaders: securityHeaders('https://login.example'),
  })
  const server: Listening = stack.use(await listening(createServer(app)))
  origin = `http://127.0.0.1:${server.port}`
  browser = await launchBrowser()
  stack.defer(() => browser.close())
})
afterAll(() => stack.disposeAsync())
beforeEach(() => {
  desk.standing = { outcome: 'valid', validUntil: '2027-01-24' }
  // Another minute: tries are counted.
  desk.now += 61_000
})

async function opened(size?: { width: number; height: number }): Promise<{ page: Page; troubles: string[] }> {
  const watched = await openPage(browser, size)
  requests = []
  watched.page.on('request', (request) => requests.push(request.url()))
  await watched.page.goto(`${origin}/check`)
  return watched
}

async function result(page: Page, title: string): Promise<void> {
  await page.getByRole('heading', { level: 2, name: title }).waitFor()
}

/** The three verdicts as they are read. */
function verdicts(page: Page): Promise<string[]> {
  return page
    .getByRole('region', { name: '核验结果' })
    .getByRole('listitem')
    .getByRole('heading')
    .allTextContents()
}

/** The terms and their values below a heading. */
function definitions(page: Page, title: string): Promise<string[]> {
  const heading = page.getByRole('heading', { level: 3, name: title, exact: true })
  return heading.locator('xpath=following-sibling::dl[1]').locator('dt, dd').allTextContents()
}

const allGood = ['未篡改：通过', '未撤销：通过', '出具机构可信：通过']

describe('the public check page', () => {
  test('is used by keyboard alone, with number and code as people type them', async () => {
    const { page, troubles } = await opened()
    expect(await axeFindings(page)).toEqual([])
    await typeInto(page, '编号', printed.number.replaceAll('0', 'o'))
    await typeInto(page, '验证码', printed.code.toLowerCase())
    await press(page, '核验')
    await result(page, '证明有效')
    expect(await verdicts(page)).toEqual(allGood)
    await page.getByText('骉*', { exact: true }).waitFor()
    await page.getByText('3101**********0011').waitFor()
    expect(await page.getByRole('status').textContent()).toBe('核验结果：证明有效')
    await screenshot(page, 'check-valid')
    expect(await axeFindings(page)).toEqual([])
    expect(troubles).toEqual([])
  })

  test('reads what a QR code says, tells no server of it in an address, and takes it out of its own', async () => {
    const { page } = await opened()
    await page.goto(`${origin}/check#${printed.number}.${printed.code.replaceAll('-', '')}`)
    await result(page, '证明有效')
    expect(page.url()).toBe(`${origin}/check`)
    expect(requests.join(' ')).not.toContain(printed.number)
    expect([...new Set(requests.map((url) => new URL(url).pathname.split('/')[1]))]).toEqual(['check'])
  })

  test('tells an altered file by the first verdict alone', async () => {
    const { page } = await opened()
    const changed = Buffer.from(printed.pdf)
    const at = changed.indexOf('/Title') + 12
    changed[at] = (changed[at] ?? 0) ^ 1
    await page.getByLabel('选择 PDF 文件').setInputFiles(fileOf('changed.pdf', changed))
    await result(page, '内容被改动')
    expect(await verdicts(page)).toEqual(['未篡改：未通过', ...allGood.slice(1)])
    await screenshot(page, 'check-altered')
    expect(await axeFindings(page)).toEqual([])
    await page.getByLabel('选择 PDF 文件').setInputFiles(fileOf('whole.pdf', printed.pdf))
    await result(page, '证明有效')
  })

  test('says of a file which member printed it, apart from what the centre signed', async () => {
    const { page } = await opened()
    await page.getByLabel('选择 PDF 文件').setInputFiles(fileOf('received.pdf', printedByReceiver))
    await result(page, '证明有效')
    expect(await definitions(page, 'PDF 文件的签名')).toEqual([
      '本打印件电子签名',
      '江苏省省级机关住房资金管理中心',
      '签名时间',
      '2026年11月24日 10:01',
    ])
    expect(await definitions(page, '原件所载内容，请逐项核对')).toContain('上海市公积金管理中心')
    await screenshot(page, 'check-printed-by-receiver')
    expect(await axeFindings(page)).toEqual([])
    await page.getByLabel('选择 PDF 文件').setInputFiles(fileOf('issued.pdf', printed.pdf))
    await page.getByText('电子签名', { exact: true }).waitFor()
    await screenshot(page, 'check-printed-by-issuer')
  })

  test('comes to the file by keyboard too', async () => {
    const { page } = await opened()
    const chosen = page.waitForEvent('filechooser')
    await press(page, '选择 PDF 文件')
    await (await chosen).setFiles(fileOf('whole.pdf', printed.pdf))
    await result(page, '证明有效')
  })

  test('takes a file that is dropped on it', async () => {
    const { page } = await opened()
    const transfer = await page.evaluateHandle(`(() => {
      const bytes = Uint8Array.from(atob('${printed.pdf.toString('base64')}'), (each) => each.charCodeAt(0))
      const dropped = new DataTransfer()
      dropped.items.add(new File([bytes], 'certificate.pdf', { type: 'application/pdf' }))
      return dropped
    })()`)
    await page.dispatchEvent('#drop', 'drop', { dataTransfer: transfer })
    await result(page, '证明有效')
  })

  test.each([
    [{ outcome: 'revoked', revokedAt: '2026-11-25T08:00:00+08:00' }, '已撤销', '未撤销：未通过'],
    [undefined, '未能查询是否撤销', '未撤销：未能查询'],
    [{ outcome: 'unknown' }, '无法确认出具机构', '未撤销：未通过'],
  ])('says what the issuing centre says: %j', async (standing, title, verdict) => {
    desk.standing = standing
    const { page } = await opened()
    await page.goto(`${origin}/check#${printed.number}.${printed.code.replaceAll('-', '')}`)
    await result(page, title)
    expect((await verdicts(page))[1]).toBe(verdict)
    await screenshot(page, `check-${standing?.outcome ?? 'not-told'}`)
    expect(await axeFindings(page)).toEqual([])
  })

  test('brings the focus to what has to be corrected, and says why', async () => {
    const { page } = await opened()
    await press(page, '核验')
    expect(await page.evaluate('document.activeElement.id')).toBe('number')
    await page.getByText('请输入验证码').waitFor()
    await page.keyboard.type('31000020261124000001P')
    await tabTo(page, '验证码')
    await page.keyboard.type('JWEW A1MB 6KNR')
    await page.keyboard.press('Enter')
    await page.getByText('编号有误，请对照纸面', { exact: true }).waitFor()
    expect(await page.evaluate('document.activeElement.id')).toBe('number')
    expect(await page.getByLabel('编号', { exact: true }).getAttribute('aria-invalid')).toBe('true')
    expect(await axeFindings(page)).toEqual([])
  })

  test('says what is not known, and what is no file of ours, in the same calm words', async () => {
    const { page } = await opened()
    await page.getByLabel('编号', { exact: true }).fill(printed.number)
    await page.getByLabel('验证码').fill('0000 0000 0000')
    await page.keyboard.press('Enter')
    await result(page, '没有与该编号和验证码相符的证明。')
    await page.getByLabel('选择 PDF 文件').setInputFiles(fileOf('other.pdf', Buffer.from('%PDF-1.7\n%%EOF')))
    await result(page, '该文件不是由公积金数据交换网关打印的证明。')
    await page.getByLabel('选择 PDF 文件').setInputFiles(fileOf('large.pdf', Buffer.alloc(1024 * 1024 + 1)))
    await result(page, '文件超过 1 MB。')
  })

  test.each([
    ['400 % zoom', { width: 320, height: 640 }],
    ['a wide screen', { width: 1920, height: 1080 }],
  ])('flows at %s, says that it is a sandbox, and is no larger than it must be', async (name, size) => {
    const { page, troubles } = await opened(size)
    await page.goto(`${origin}/check#${printed.number}.${printed.code.replaceAll('-', '')}`)
    await result(page, '证明有效')
    await page.getByText('测试环境·虚构数据').waitFor()
    expect(await sidewaysPixels(page)).toBe(0)
    await screenshot(page, `check-${size.width}`)
    expect([name, await axeFindings(page)]).toEqual([name, []])
    expect(troubles).toEqual([])
  })

  test('is below 30 KB with everything that it loads', async () => {
    const { page } = await openPage(browser)
    const sizes: Promise<number>[] = []
    page.on('requestfinished', (request) => {
      sizes.push(request.sizes().then(({ responseBodySize }) => responseBodySize))
    })
    await page.goto(`${origin}/check`, { waitUntil: 'networkidle' })
    await page.getByRole('button', { name: '核验' }).waitFor()
    expect(sizes.length).toBeGreaterThan(2)
    expect((await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)).toBeLessThan(30_000)
  })

  test.each(['/check/assets/', '/check/assets/index.html', '/check/assets/..%2findex.html', '/check/v1'])(
    'has nothing else: %s',
    async (path) => expect((await fetch(origin + path)).status).toBe(404),
  )

  test('shows nobody the console’s own files', async () => {
    const html = await (await fetch(`${origin}/check`)).text()
    expect(html).not.toContain('/console/')
    const built = await builtPages()
    const index = /assets\/(index-[\w-]+\.js)/.exec(built.find('index.html')?.bytes.toString() ?? '')?.[1]
    expect(index).toBeDefined()
    expect((await fetch(`${origin}/check/assets/${index}`)).status).toBe(404)
  })
})

function fileOf(name: string, bytes: Buffer): string {
  const path = join(tmpdir(), `${process.pid}-${name}`)
  writeFileSync(path, bytes)
  return path
}
