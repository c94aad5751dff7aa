import { certificates } from '../../../identity/identity.ts'
import type { CheckDeps } from './ports.ts'
import type { Report } from './report.ts'

/** Names and addresses were checked as the configuration was read; who vouches for the places is here. No place is called. */
export function checkCallbacks({ config: { office } }: CheckDeps, report: Report): void {
  for (const { caller, name, url, anchors, at } of office.clients.flatMap((client) => client.callbacks)) {
    report.judge('回调地址 callback place', `${at}/anchors`, () => {
      const authorities = certificates(anchors).length
      return `${caller} ${name} at ${url}, not called 未连接; ${authorities} in ${anchors}`
    })
  }
}
