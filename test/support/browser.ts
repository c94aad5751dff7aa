import {
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import { createBrotliDecompress } from 'node:zlib'
import { AxeBuilder } from '@axe-core/playwright'
import { type Browser, chromium, type Locator, type Page } from 'playwright-core'

const root = fileURLToPath(new URL('../..', import.meta.url))
const screenshots = join(root, '.screenshots')

/** A real Chromium from npm alone, which finds the repository's CJK font and no other. */
export async function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: await executable(),
    args: ['--no-sandbox', '--disable-gpu', '--lang=zh-CN', '--font-render-hinting=none'],
    env: { ...process.env, FONTCONFIG_FILE: fontConfiguration() },
  })
}

export interface WatchedPage {
  page: Page
  /** What the page complained of so far: exceptions, refusals by the CSP. Answers of the API that say no are none. */
  troubles: string[]
}

/** A window of its own, with no cookie yet. 320 wide is what 1280 shows at 400 %. */
export async function openPage(
  browser: Browser,
  { width = 1280, height = 900 }: { width?: number; height?: number } = {},
): Promise<WatchedPage> {
  const context = await browser.newContext({
    viewport: { width, height },
    locale: 'zh-CN',
    // Not of China: a time that is read in the browser's own zone is found to be wrong.
    timezoneId: 'America/Los_Angeles',
    reducedMotion: 'reduce',
    ignoreHTTPSErrors: true,
  })
  const troubles: string[] = []
  context.on('console', (message) => {
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) {
      troubles.push(message.text())
    }
  })
  context.on('weberror', (error) => troubles.push(String(error.error())))
  return { page: await context.newPage(), troubles }
}

/** For a person to look at: `.screenshots/NAME.png`, the whole page. */
export async function screenshot(page: Page, name: string): Promise<void> {
  mkdirSync(screenshots, { recursive: true })
  await page.screenshot({ path: join(screenshots, `${name}.png`), fullPage: true })
}

/** What axe finds against WCAG 2.2 AA and its best practices: rule and place; nothing is hoped for. */
export async function axeFindings(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page })
    // In one go in the page itself: nothing of these pages is of another origin. What holds is not told node by node.
    .setLegacyMode()
    .options({ resultTypes: ['violations'], rules: { 'target-size': { enabled: true } } })
    .analyze()
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} ${target.join(' ')}: ${failureSummary ?? ''}`),
  )
}

/** The width beyond the window that one would have to scroll sideways for; 0 where everything flows, charts some frames later. */
export async function sidewaysPixels(page: Page): Promise<number> {
  const beyond = 'document.documentElement.scrollWidth - document.documentElement.clientWidth'
  // Not Playwright's waitForFunction: that evaluates again and again from within the page, which the policy forbids.
  return page.evaluate(`(async () => {
    for (let frame = 0; frame < 300 && ${beyond} > 0; frame += 1) await new Promise(requestAnimationFrame)
    return ${beyond}
  })()`)
}

/** Of these places the words that take more than one line. */
export async function brokenLines(places: Locator): Promise<string[]> {
  const all = await places.evaluateAll((elements) =>
    (elements as unknown as Place[]).map((place) => {
      const range = place.ownerDocument.createRange()
      range.selectNodeContents(place)
      const shown = [...range.getClientRects()].filter(({ width }) => width > 1)
      // Of one line is what overlaps the line's own height.
      const bottom = Math.min(...shown.map((box) => box.bottom))
      return shown.some((box) => box.top >= bottom) ? place.textContent.trim() : ''
    }),
  )
  if (all.length === 0) throw new RangeError('nothing there to look at')
  return all.filter((text) => text !== '')
}

/** As much of an element as is looked at; the tests know no types of a browser. */
interface Place {
  ownerDocument: { createRange(): { selectNodeContents(of: Place): void; getClientRects(): Iterable<Box> } }
  textContent: string
}

interface Box {
  top: number
  bottom: number
  width: number
}

// The package unpacks to one fixed place, where two test processes meet half-written files: so it is unpacked here.
async function executable(): Promise<string> {
  const folder = join(createRequire(import.meta.url).resolve('@sparticuz/chromium'), '../..')
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string }
  const place = join(tmpdir(), `gateway-test-chromium-${version}`)
  if (existsSync(place)) return place
  const next = `${place}-${process.pid}`
  await pipeline(
    createReadStream(join(folder, 'bin/chromium.br')),
    createBrotliDecompress(),
    createWriteStream(next, { mode: 0o755 }),
  )
  renameSync(next, place)
  return place
}

function fontConfiguration(): string {
  const folder = mkdtempSync(join(tmpdir(), 'gateway-test-fonts-'))
  const file = join(folder, 'fonts.conf')
  writeFileSync(
    file,
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>${join(root, 'assets/fonts')}</dir><cachedir>${join(tmpdir(), 'gateway-test-fontcache')}</cachedir></fontconfig>`,
  )
  return file
}
