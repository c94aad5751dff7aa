const actions: Record<string, string> = {
  ask: '发起查询',
  view: '查看证明',
  reveal: '显示完整信息',
  print: '打印或下载',
  evidence: '下载证据',
  hold: '手动断开',
  release: '恢复',
  configure: '修改配置',
  maintain: '维护公告',
}

const roles: Record<string, string> = {
  officer: '经办',
  supervisor: '主管',
  auditor: '审计',
  operator: '运维',
}

export function actionText(action: string): string {
  return actions[action] ?? action
}

/** Several roles come joined by commas. */
export function roleText(role: string): string {
  return role
    .split(/[,、 ]+/)
    .map((one) => roles[one] ?? one)
    .join('、')
}
