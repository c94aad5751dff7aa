import type { Page } from 'playwright-core'

/** What has the focus, as it calls itself: its label, or its text. */
export async function focused(page: Page): Promise<string> {
  return page.evaluate(`(() => {
    const { activeElement: element } = document
    if (!element || element === document.body) return ''
    const label = element.labels?.[0]?.textContent
    return (element.getAttribute('aria-label') ?? label ?? element.textContent ?? '').trim()
  })()`)
}

/** Tab, and nothing else, until what is called so has the focus; fails where the keyboard never comes there. */
export async function tabTo(page: Page, name: string): Promise<void> {
  const met: string[] = []
  // Around the page several times, and for as long as what is still on its way may take.
  const end = Date.now() + 20_000
  for (let presses = 0; presses < 150 || Date.now() < end; presses += 1) {
    await page.keyboard.press('Tab')
    const called = await focused(page)
    if (called.startsWith(name)) return
    met.push(called.slice(0, 20))
  }
  throw new Error(`the keyboard does not come to ${name}, but to: ${[...new Set(met)].join(' | ')}`)
}

/** Comes to it by keyboard and presses it. */
export async function press(page: Page, name: string, key: 'Enter' | 'Space' = 'Enter'): Promise<void> {
  await tabTo(page, name)
  await page.keyboard.press(key)
}

/** Comes to a field by keyboard and types. */
export async function typeInto(page: Page, name: string, text: string): Promise<void> {
  await tabTo(page, name)
  await page.keyboard.press('ControlOrMeta+A')
  await page.keyboard.type(text)
}
