import type { ApiProblem } from '../problem.ts'

/** What went wrong in the system's own house, and what to do. `typed`: it met somebody who had filled in a form, which keeps it. */
export function failureWords(
  { code, title, hint }: Pick<ApiProblem, 'code' | 'title' | 'hint'>,
  typed: boolean,
): { title: string; advice: string } {
  const kept = typed ? '已填写内容已保存，' : ''
  return code === 'UNREACHABLE'
    ? { title, advice: `${kept}${hint}` }
    : { title: '系统暂时出现问题', advice: `${kept}请稍后再试。` }
}
