import { Command, InvalidArgumentError } from 'commander'
import type { Page } from 'playwright-core'
import { personas } from '../src/sandbox/personas.ts'
import { launchBrowser, openPage } from '../test/support/browser.ts'
import { startConsoleStand } from '../test/support/console-stand.ts'
import { answersOnce } from '../test/support/fault-proxy.ts'
import { hangzhou, hefei, shanghai } from '../test/support/sandbox.ts'

const { rounds } = new Command('bench:shown')
  .description(
    'Measures in a real browser how soon a certificate shows on the page after the first byte of the peer’s answer reaches this gateway,\n' +
      'how long its PDF takes, and how large it is. Exit code 1 where p95 is above 200 ms, 300 ms or the file above 100 KB.',
  )
  .option('--rounds <n>', 'questions asked', whole, 20)
  .parse()
  .opts<{ rounds: number }>()

const wanted = { shownMs: 200, printMs: 300, bytes: 100_000 }
const person = personas.find(({ id }) => id === 'two-cities')?.person

function whole(text: string): number {
  const value = Number(text)
  if (Number.isInteger(value) && value > 0) return value
  throw new InvalidArgumentError('a whole number from 1')
}

function p95(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.ceil(0.95 * values.length) - 1] ?? Number.NaN
}

/** As an officer would, up to a page that says that 杭州 is being asked. */
async function ask(page: Page, round: number): Promise<void> {
  await page.getByLabel('姓名').fill(person?.name ?? '')
  await page.getByLabel('身份证号').fill(person?.idNumber ?? '')
  await page.getByText('杭州住房公积金管理中心').click()
  await page.getByText('本人授权', { exact: true }).click()
  await page.getByLabel('授权书编号').fill(`SQ-${round}`)
  await page.getByLabel('有效期至').fill('2099-12-31')
  await page.keyboard.press('Control+Enter')
  await page.getByText('查询中', { exact: true }).first().waitFor()
}

/** Epoch milliseconds at which the page first shows the certificate; watched from within, so that no driver adds to it. */
function shownAt(page: Page): Promise<number> {
  return page.evaluate(`new Promise((resolve) => {
    const look = () => document.querySelector('main').innerText.includes('证明编号') && requestAnimationFrame(() => resolve(Date.now()))
    new MutationObserver(look).observe(document.querySelector('main'), { subtree: true, childList: true, characterData: true })
  })`)
}

/** The certificate's PDF, as the page gets it: milliseconds and bytes. */
function printed(page: Page): Promise<{ ms: number; bytes: number }> {
  return page.evaluate(`(async () => {
    const { csrf } = await (await fetch('/console/v1/session')).json()
    const id = location.pathname.split('/').at(-1)
    const started = performance.now()
    const answer = await fetch('/console/v1/cases/' + id + '/centres/${hangzhou}/certificate/print', {
      method: 'POST', headers: { 'x-csrf-token': csrf, 'content-type': 'application/json' }, body: '{}',
    })
    if (!answer.ok) throw new Error(await answer.text())
    return { bytes: (await answer.arrayBuffer()).byteLength, ms: performance.now() - started }
  })()`)
}

await using stack = new AsyncDisposableStack()
const stand = stack.use(await startConsoleStand([shanghai, hangzhou, hefei]))
const browser = await launchBrowser()
stack.defer(() => browser.close())
const { page } = await openPage(browser)
await page.goto(`${stand.origin}/console/sign-in?to=/console/new`)
await page.getByRole('button', { name: '林悦' }).click()

const shown: number[] = []
const prints: { ms: number; bytes: number }[] = []
for (let round = 0; round <= rounds; round += 1) {
  const release = Promise.withResolvers<void>()
  stand.hangzhouLine.behave(answersOnce(release.promise))
  await page.goto(`${stand.origin}/console/new`)
  await ask(page, round)
  const watching = shownAt(page)
  // The watching has begun once the page has answered something that was asked after it.
  await page.evaluate('1')
  const released = Date.now()
  release.resolve()
  const [at, print] = [await watching, await printed(page)]
  // The first one warms up.
  if (round > 0) {
    shown.push(at - released)
    prints.push(print)
  }
}

const times = prints.map(({ ms }) => ms)
const largest = Math.max(...prints.map(({ bytes }) => bytes))
const rows: [string, number, number, string][] = [
  ['on the page after the peer’s answer, p95', p95(shown), wanted.shownMs, 'ms'],
  ['PDF, p95', p95(times), wanted.printMs, 'ms'],
  ['PDF, largest', largest, wanted.bytes, 'bytes'],
]
for (const [what, figure, limit, unit] of rows) {
  process.stdout.write(`${what.padEnd(45)} ${Math.round(figure)} ${unit}, wanted at most ${limit}\n`)
}
process.exitCode = rows.every(([, figure, limit]) => figure <= limit) ? 0 : 1
