import type { ShownAccess } from '../../../shown/cases.ts'
import { roleWords } from '../../pure/role-words.ts'

const actions: Record<string, string> = {
  ask: '发起查询',
  retry: '重试',
  wait: '加入等待',
  'give-up': '取消等待',
  view: '查看',
  reveal: '显示完整信息',
  print: '打印或下载',
  evidence: '下载证据',
  find: '按证件号查找历史查询',
  search: '按证件号查找报文',
  hold: '手动断开',
  release: '恢复',
  configure: '修改配置',
  maintain: '维护公告',
}

type Entry = ShownAccess['entries'][number]

/** What was done and as what, in words: what is shown is also what is sorted by. */
export function inWords(entry: Entry): Entry {
  return { ...entry, action: actions[entry.action] ?? entry.action, role: roleText(entry.role) }
}

/** Several roles come joined by commas. */
function roleText(role: string): string {
  const words: Record<string, string> = roleWords
  return role
    .split(/[,、 ]+/)
    .map((one) => words[one] ?? one)
    .join('、')
}
