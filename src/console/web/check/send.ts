import type { ShownCheck } from '../../shown/check.ts'

/** Why there is no result, in words for people. */
export class CheckRefused extends Error {
  readonly where: string | undefined
  readonly hint: string

  constructor(title: string, hint = '', where?: string) {
    super(title)
    this.hint = hint
    this.where = where
  }
}

export function checkTyped(number: string, code: string): Promise<ShownCheck> {
  return send('/check/v1/certificates', 'application/json', JSON.stringify({ number, code }))
}

export function checkFile(file: Blob): Promise<ShownCheck> {
  if (file.size > 1024 * 1024) {
    return Promise.reject(new CheckRefused('文件超过 1 MB。', '请使用原始 PDF 文件，扫描件、照片不能核验。'))
  }
  return send('/check/v1/documents', 'application/pdf', file)
}

async function send(path: string, type: string, body: BodyInit): Promise<ShownCheck> {
  const response = await reached(path, { method: 'POST', headers: { 'content-type': type }, body })
  if (response.ok) return (await response.json()) as ShownCheck
  const problem = (await response.json().catch(() => ({}))) as {
    title?: { zh: string }
    hint?: { zh: string }
    where?: string
    requestId?: string
  }
  if (response.status >= 500 || !problem.title) {
    const id = problem.requestId ? `请求编号 ${problem.requestId}` : ''
    throw new CheckRefused('系统暂时出现问题，请稍后再试。', id)
  }
  throw new CheckRefused(problem.title.zh, problem.hint?.zh, problem.where)
}

async function reached(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, init)
  } catch {
    throw new CheckRefused('暂时无法连接，请检查网络后再试。')
  }
}
