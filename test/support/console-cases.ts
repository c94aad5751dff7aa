import type { ShownCase } from '../../src/console/shown/cases.ts'
import type { AtConsole } from './console-sign-in.ts'

/** The case once nothing more comes of it by itself, told by its stream of events. */
export async function endedCase({ browser, origin }: AtConsole, id: string): Promise<ShownCase> {
  let known = -1
  for (;;) {
    const { body } = await browser.send(`${origin}/console/v1/cases/${id}/events`, {
      headers: { 'sec-fetch-site': 'same-origin', 'last-event-id': String(known) },
    })
    const [, data] = /^data: (.*)$/m.exec(body) ?? []
    if (data === undefined) throw new Error(`no event: ${body}`)
    const shown = JSON.parse(data) as ShownCase
    if (shown.ended) return shown
    known = shown.revision
  }
}
