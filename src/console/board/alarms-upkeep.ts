import { alarm, type AlarmRule, dayMs, span } from './alarm.ts'

const backupMs = 2 * dayMs
/** Once a quarter, and some days. */
const drillMs = 100 * dayMs

export const storeAway: AlarmRule = ({ stored }) =>
  stored
    ? []
    : [
        alarm({
          id: 'store',
          level: 'urgent',
          zh: '存储不可用：不能保存证据，因此不应答、不查询',
          en: 'the store is away: evidence cannot be kept, so nothing is answered or asked',
          anchor: 'the-store-is-away-存储不可用',
        }),
      ]

export const configurationRefused: AlarmRule = ({ configuration: { refused, version } }) =>
  refused
    ? [
        alarm({
          id: 'configuration-refused',
          level: 'warning',
          zh: `校验未通过，仍使用版本 ${version}（${refused.error.code}）`,
          en: `a newer configuration was refused (${refused.error.code}); version ${version} stays in force`,
          anchor: 'a-configuration-was-refused-配置未生效',
          since: refused.at,
        }),
      ]
    : []

export const backupMissing: AlarmRule = ({ stored, now }) => {
  if (!stored) return []
  const { backup } = stored
  if (backup && now - backup.at < backupMs) return []
  const ago = backup && span(now - backup.at)
  return [
    alarm({
      id: 'backup',
      level: 'warning',
      zh: ago ? `已有 ${ago.zh}没有备份` : '从未备份',
      en: ago ? `the last backup was made ${ago.en} ago` : 'no backup was ever made',
      anchor: 'no-backup-没有备份',
      since: backup?.at,
    }),
  ]
}

export const drillMissing: AlarmRule = ({ stored, now }) => {
  if (!stored) return []
  const { drill } = stored
  if (drill?.holds && now - drill.at < drillMs) return []
  const ago = drill && span(now - drill.at)
  const [zh, en] = !ago
    ? ['从未演练恢复', 'restoring was never tried']
    : drill?.holds
      ? [`上次演练恢复是 ${ago.zh}前`, `restoring was last tried ${ago.en} ago`]
      : ['上次演练恢复未成功', 'the last drill did not succeed']
  return [
    alarm({
      id: 'drill',
      level: drill && !drill.holds ? 'warning' : 'notice',
      zh,
      en,
      anchor: 'no-drill-未演练恢复',
      since: drill?.at,
    }),
  ]
}
