import { readCentreSecrets } from '../../../config/centre-secrets.ts'
import { certificates } from '../../../identity/identity.ts'
import type { CheckDeps } from './ports.ts'
import type { Report } from './report.ts'

/** Dialects, settings and addresses were checked as the configuration was read; their secrets and anchors are here. No centre is asked. */
export function checkRepresented({ config: { represents } }: CheckDeps, report: Report): void {
  for (const [index, entry] of represents.entries()) {
    const { centre, dialect, endpoint, secrets, secretsFile, anchors } = entry
    const at = `/represents/${index}`
    report.judge('代理中心 represented centre', at, () => {
      return `${centre} at ${endpoint}, not asked 未连接; ${dialect.name} ${dialect.version.slice(0, 12)}`
    })
    if (secretsFile !== undefined) {
      report.judge('代理中心密钥 its secrets', `${at}/secretsFile`, () => {
        readCentreSecrets(entry)
        return `${secretsFile}, ${secrets.join(', ')}`
      })
    }
    if (endpoint.startsWith('https:')) {
      report.judge('代理中心信任锚 its anchors', `${at}/anchors`, () => {
        return `${anchors}, ${certificates(anchors).length}`
      })
    }
  }
}
