interface Fault {
  title: string
  hint: string
}

const faults: Record<string, Fault> = {
  CONSOLE_FORBIDDEN: {
    title: '您的账号尚未开通本系统',
    hint: '请联系本单位管理员，为您的账号分配岗位和管理部。',
  },
  CONSOLE_SIGN_IN_REQUIRED: { title: '登录未完成', hint: '登录超时或被取消，请重新登录。' },
  CONSOLE_BUSY: { title: '登录过于频繁', hint: '请一分钟后重新登录。' },
  CONSOLE_LOCKED: { title: '屏幕已锁定', hint: '长时间未操作，请重新登录。' },
}

const other: Fault = { title: '登录未成功', hint: '请重新登录。多次不成功时，请把请求编号告诉本单位管理员。' }

/** Why signing in failed, by the code that the server sends the browser back with. */
export function signInFault(code: string | null): Fault | undefined {
  return code === null ? undefined : (faults[code] ?? other)
}

/** A request's number as the server gives it: an address that somebody was sent may hold any words, and they would look like ours. */
export function requestNumber(text: string | null): string | undefined {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.exec(text ?? '')?.[0]
}
