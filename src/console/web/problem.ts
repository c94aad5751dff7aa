import type { Problem } from '../../contracts/generated/types.ts'

export interface FieldFault {
  where: string
  zh: string
}

type ToldProblem = Partial<Problem> & Pick<Problem, 'code' | 'status'> & { faults?: FieldFault[] }

/** Why the server did not do what a page asked, in words for people. */
export class ApiProblem extends Error {
  override name = 'ApiProblem'
  readonly code: string
  readonly status: number
  readonly title: string
  readonly hint: string
  /** One more sentence; of announced work, why and until when. */
  readonly detail: string | undefined
  /** 请求编号: what support finds it by; absent where the server was not reached. */
  readonly requestId: string | undefined
  /** JSON pointer into what was sent. */
  readonly where: string | undefined
  readonly retryAfterSeconds: number | undefined
  /** Places in what was sent that have to be put right. */
  readonly faults: readonly FieldFault[]

  constructor(told: ToldProblem) {
    super(told.code)
    this.code = told.code
    this.status = told.status
    this.title = told.title?.zh ?? '系统暂时出现问题'
    this.hint = told.hint?.zh ?? ''
    this.detail = told.detail
    this.requestId = told.requestId
    this.where = told.where
    this.retryAfterSeconds = told.retryAfterSeconds
    this.faults = told.faults ?? []
  }

  static unreachable(): ApiProblem {
    return new ApiProblem({
      code: 'UNREACHABLE',
      status: 0,
      title: { zh: '无法连接到本中心的系统', en: 'The gateway cannot be reached' },
      hint: { zh: '请检查网络后再试。', en: 'Check the network and try again.' },
    })
  }

  /** Not of the person's making, and not as it should be: shown as a failure of the system, with 请求编号 and whom to call. */
  get ofSystem(): boolean {
    return (this.status === 0 || this.status >= 500) && !inOrder.includes(this.code)
  }
}

/** Answered like a failure, yet all is as it should be: work that was announced, and more questions than are taken at a time. */
const inOrder: readonly string[] = ['MAINTENANCE', 'QUEUE_FULL']

export async function problemOf(response: Response): Promise<ApiProblem> {
  const told: unknown = await response.json().catch(() => undefined)
  if (isProblem(told)) return new ApiProblem({ ...told, status: response.status })
  return new ApiProblem({ code: `HTTP_${response.status}`, status: response.status })
}

export function asProblem(error: unknown): ApiProblem {
  return error instanceof ApiProblem ? error : new ApiProblem({ code: 'PAGE_FAILED', status: 0 })
}

function isProblem(value: unknown): value is Problem {
  return typeof value === 'object' && value !== null && 'code' in value && 'title' in value
}
